import { describe, expect, it, test } from "vitest";
import { readAddress } from "../../../src/app/address.ts";
import { foundWords, searchWords } from "../../../src/app/rate/words.ts";
import { differences, differing, type Facts, runName } from "../../../src/app/runs/facts.ts";
import { most, numbered, type RunRecord, withRecord } from "../../../src/app/runs/record.ts";
import { factsOf, wordsFor } from "../../../src/app/runs/settingsFacts.ts";
import { withRecipe } from "../../../src/app/settings.ts";
import { presets } from "../../../src/model/presets.ts";

const facts = (preset: string, seed: number, batch: number): Facts =>
  new Map([
    ["preset", preset],
    ["batch", `${batch}`],
    ["seed", `${seed}`],
  ]);
const usual = (run: Facts) => facts(run.get("preset")!, 1, run.get("preset") === "lenet" ? 128 : 1);
const plainWords = (name: string, value: string) => `${name} ${value}`;
const name = (run: Facts) => runName(run, usual(run), plainWords);

describe("the name of a run", () => {
  it("is its preset, and what of that was changed", () => {
    expect(name(facts("lenet", 1, 128))).toBe("lenet");
    expect(name(facts("lenet", 2, 128))).toBe("lenet, seed 2");
    expect(name(facts("lenet", 2, 64))).toBe("lenet, batch 64, seed 2");
    expect(name(facts("sigmoid2", 2, 1))).toBe("sigmoid2, seed 2");
  });

  it("tells of many changes the first, and how many more there are", () => {
    const [run, plain] = [new Map([["preset", "lenet"]]), new Map([["preset", "lenet"]])];
    for (const setting of ["a", "b", "c", "d"]) {
      run.set(setting, "2");
      plain.set(setting, "1");
    }
    expect(runName(run, plain, plainWords)).toBe("lenet, a 2, b 2, 2 more");
  });
});

test("what differs is said with what it is now", () => {
  expect(differing([facts("lenet", 1, 1), facts("lenet", 2, 1)])).toEqual(["seed"]);
  expect(differences(facts("lenet", 2, 64), facts("lenet", 1, 128), plainWords)).toEqual([
    "batch 64 (now 128)",
    "seed 2 (now 1)",
  ]);
  expect(differences(facts("lenet", 1, 1), facts("lenet", 1, 1), plainWords)).toEqual([]);
  // All else follows from the preset.
  expect(differences(facts("lenet", 2, 64), facts("sigmoid2", 1, 1), plainWords)).toEqual(["another preset"]);
});

describe("the words for a recipe", () => {
  const settings = readAddress("?preset=lenet", presets).settings;
  const now = factsOf(settings);
  const changed = (parts: Parameters<typeof withRecipe>[1]) =>
    differences(factsOf(withRecipe(settings, parts)), now, wordsFor);

  it("say the fields that differ, or the kind where that does", () => {
    const { optimizer, layers } = presets.lenet;
    expect(changed({ optimizer: { ...optimizer, learningRate: 0.05 } })).toEqual(["η 0.05 (now 0.01)"]);
    expect(changed({ optimizer: { type: "adam", learningRate: 0.01 } })).toEqual(["adam 0.01 (now momentum 0.01)"]);
    expect(changed({ schedule: { type: "oneCycle" } })).toEqual(["oneCycle (now constant)"]);
    expect(changed({ initialization: "zero" })).toEqual(["weights zero (now fanInUniform)"]);
    const wider = [{ ...layers[0], filters: 12 }, ...layers.slice(1)];
    expect(changed({ layers: wider })).toEqual(["conv2d filters 12 (now 6)"]);
    expect(changed({ layers: layers.slice(0, 7).concat(layers.slice(-1)) })).toEqual(["8 layers (now 12 layers)"]);
  });

  it("make names of them", () => {
    const adam = factsOf(withRecipe(settings, { optimizer: { type: "adam", learningRate: 0.01 } }));
    const other = factsOf({ ...settings, seed: 2 });
    const all = [now, adam, other].map((run) => runName(run, now, wordsFor));
    expect(all).toEqual(["lenet", "lenet, adam 0.01", "lenet, seed 2"]);
  });
});

describe("the records", () => {
  const record = (id: number, part: Partial<RunRecord> = {}): RunRecord => ({
    id: `${id}`,
    address: `?seed=${id}`,
    date: id,
    seconds: 1,
    device: "GPU",
    step: 10,
    steps: 10,
    losses: { steps: [], values: [] },
    accuracies: { steps: [], values: [] },
    note: "",
    ...part,
  });
  const ids = (records: readonly RunRecord[]) => records.map(({ id }) => id);

  it("are newest first, and a run takes its own place again", () => {
    const two = withRecord(withRecord([], record(1)), record(2));
    expect(ids(two)).toEqual(["2", "1"]);
    const again = withRecord(two, record(1, { step: 20 }));
    expect(ids(again)).toEqual(["2", "1"]);
    expect(again[1].step).toBe(20);
  });

  it("have the same run once, with its note", () => {
    const same = { address: "?seed=1", weightsSha256: "ab" };
    const first = record(1, { ...same, note: "good" });
    const [only, ...others] = withRecord([first], record(2, same));
    expect([only.id, only.note, others.length]).toEqual(["2", "good", 0]);
    expect(withRecord([first], record(2, { ...same, weightsSha256: "cd" }))).toHaveLength(2);
    expect(withRecord([record(1)], record(2, { address: "?seed=1" }))).toHaveLength(2);
    const again = withRecord([{ ...first, number: 7 }], record(2, { ...same, number: 8 }));
    expect(again.map(({ number }) => number)).toEqual([7]);
  });

  it("have numbers in the order in which they began, which stay", () => {
    const read = numbered([record(9), record(5, { number: 4 }), record(2)]);
    expect(read.map(({ id, number }) => [id, number])).toEqual([
      ["9", 6],
      ["5", 4],
      ["2", 5],
    ]);
    expect(numbered(read)).toEqual(read);
  });

  it("are so many at most: the oldest goes that nobody wrote a note on", () => {
    const all = Array.from({ length: most }, (_, i) => record(i, i === 0 ? { note: "keep" } : {}));
    const full = all.reduce(withRecord, [] as readonly RunRecord[]);
    const after = withRecord(full, record(most));
    expect(after).toHaveLength(most);
    expect(ids(after)).toContain("0");
    expect(ids(after)).not.toContain("1");
    const noted = all.map((one) => ({ ...one, note: "keep" })).reduce(withRecord, [] as readonly RunRecord[]);
    expect(ids(withRecord(noted, record(most)))).not.toContain("0");
  });
});

test("the search for a rate says how far it is, and in the end what it found", () => {
  const sweep = { rates: [1e-5, 1e-4], losses: [2, 1], smoothed: [2, 1], total: 100 };
  expect(searchWords({ isOver: false })).toContain("Preparing");
  expect(searchWords({ isOver: false, sweep })).toBe("Step 2 of at most 100.");
  expect(searchWords({ isOver: true, sweep })).toContain("No rate");
  const suggested = { steepest: 0.03, least: 0.2, tenth: 0.02 };
  expect(searchWords({ isOver: true, sweep, suggested })).toBe("Try η 0.02.");
  expect(foundWords(suggested, sweep)).toBe(
    "The loss was least at η 0.2; a tenth of that, 0.02, leaves room for a whole run. It fell fastest at 0.03. Beyond 0.0001 it blew up.",
  );
  expect(searchWords({ isOver: true, failure: "device: gone." })).toContain("device: gone.");
});
