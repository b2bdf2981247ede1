import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Contested, Tuning } from "../../src/tune/tuning.ts";
import { writeBlobs } from "./blobs.ts";
import { circledast, software, withoutAdapter } from "./circledast.ts";

/** Has something to choose, and is quick to compile on every adapter. */
const tiny = {
  input: [1, 28, 28],
  layers: [
    { type: "maxPool2d", size: 4 },
    { type: "conv2d", filters: 4, kernel: 3 },
    { type: "relu" },
    { type: "flatten" },
    { type: "dense", units: 10 },
  ],
  loss: "softmaxCrossEntropy",
};

let folder: string;
let network: string[];
let set: string[];
let env: NodeJS.ProcessEnv;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "circledast-tune-"));
  env = { ...software, XDG_CACHE_HOME: join(folder, "cache") };
  const [data, model] = [join(folder, "blobs"), join(folder, "tiny.json")];
  writeBlobs(data);
  writeFileSync(model, JSON.stringify(tiny));
  network = ["--model", model, "--batch", "16"];
  set = ["--data", data];
});
afterAll(() => rmSync(folder, { recursive: true }));

test("tune times the candidates and keeps the choice; train uses it, or one that a file fixes", () => {
  const file = join(folder, "kernels.json");
  const tuned = circledast(["tune", ...network, ...set, "--seconds", "0.05", "--json", "--out", file], env);
  expect(tuned.stderr).not.toContain("kept from before");
  expect(tuned.status).toBe(0);
  const tuning = JSON.parse(tuned.stdout);
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(tuning);
  expect(tuning).toMatchObject({
    preset: "tiny",
    batch: 16,
    identity: { kernels: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
  const kept = join(folder, "cache", "circledast", "kernels");
  expect(readdirSync(kept)).toHaveLength(1);

  const text = circledast(["tune", ...network, ...set], env);
  expect(text.stderr).toContain("kept from before");
  expect(text.stdout).toMatch(/→ .*chosen/);

  const train = (...more: string[]) =>
    circledast(["train", ...network, ...set, "--steps", "2", "--json", ...more], env);
  const [first, start] = train("--kernels", "tuned").events();
  expect(first).toMatchObject({ event: "tuned", stored: true, measuringMs: tuning.measuringMs, refused: [] });
  expect(start).toMatchObject({ event: "start", kernels: "tuned" });
  const fixed = train("--kernels", file).events();
  expect(fixed[0]).toMatchObject({ event: "start", kernels: "fixed" });
  expect(fixed.at(-1)).toMatchObject({ event: "end", steps: 2 });
  // The same kernels, the same bits.
  expect(train("--kernels", file).events().at(-1)!.weightsSha256).toBe(fixed.at(-1)!.weightsSha256);
  expect(train("--kernels", "plain").events()[0]).toMatchObject({ event: "start", kernels: "plain" });

  const explained = circledast(["explain", ...network, "--kernels", file], withoutAdapter);
  expect(explained.status).toBe(0);
  expect(explained.stdout).toMatch(/→ .*chosen/);
  expect(explained.stdout).toContain("dispatches a step at batch 16");
});

test("a run that goes on with another choice of the same name says so", () => {
  const file = join(folder, "kernels.json");
  const tuning = JSON.parse(readFileSync(file, "utf8")) as Tuning;
  // Where one kernel can compute what kernels of one operation each can, whichever was faster.
  const waysOf = ({ candidates, operations }: Contested) => {
    const all = candidates.filter(({ verdict }) => verdict !== "refused").map(({ name }) => name);
    const joined = all.filter((name) => name.endsWith(`(${operations.join(", ")})`)).slice(0, 1);
    const apart = operations.flatMap((one) => all.filter((name) => name.endsWith(`(${one})`)).slice(0, 1));
    return operations.length > 1 && joined.length > 0 && apart.length === operations.length ? [joined, apart] : [];
  };
  const contest = tuning.contested.find((one) => one.program === "training" && waysOf(one).length > 0)!;
  const names = new Set(contest.candidates.map(({ name }) => name));
  const [one, other] = waysOf(contest).map((way, i) => {
    const training = [...tuning.kernels.training.filter((name) => !names.has(name)), ...way];
    const path = join(folder, `way${i}.json`);
    writeFileSync(path, JSON.stringify({ ...tuning, kernels: { ...tuning.kernels, training } }));
    return path;
  });
  const goOn = (kernels: string) =>
    circledast(
      [
        "train",
        ...network,
        ...set,
        "--steps",
        "2",
        "--checkpoint",
        join(folder, "kept"),
        "--resume",
        "--kernels",
        kernels,
      ],
      env,
    );
  const [begun, same, changed] = [one, one, other].map(goOn);
  expect([begun.status, same.status, changed.status], changed.stderr).toEqual([0, 0, 0]);
  expect(same.stderr).not.toContain("other bits");
  expect(changed.stderr).toContain(
    "So far the run had the kernels fixed as they were chosen then; with the present choice it may come to other bits.",
  );
});

test("a fixed choice that does not fit is refused: another network, other kernels, no choice at all", () => {
  const file = join(folder, "other.json");
  circledast(["tune", ...network, ...set, "--seconds", "0.001", "--out", file], env);
  const refusal = (path: string, ...more: string[]) => {
    const { status, stdout, stderr } = circledast(["train", ...set, "--steps", "1", "--kernels", path, ...more], env);
    expect([status, stdout]).toEqual([2, ""]);
    return stderr;
  };
  expect(refusal(file, "--preset", "lenet", "--batch", "16")).toContain("the choice given does not fit");
  const tuning = JSON.parse(readFileSync(file, "utf8"));
  const stale = join(folder, "stale.json");
  writeFileSync(stale, JSON.stringify({ ...tuning, identity: { ...tuning.identity, kernels: "0" } }));
  expect(refusal(stale, ...network)).toContain("was made with other kernels");
  writeFileSync(stale, "{}");
  expect(refusal(stale, ...network)).toContain("a choice of kernels was expected");
  expect(refusal(join(folder, "missing.json"), ...network)).toContain("unreadable");
  expect(refusal(file, ...network, "--device", "cpu")).toContain("--device cpu, which has none");
  expect(refusal("fastest", ...network)).toContain("default, tuned, plain or a FILE.json was expected");
});
