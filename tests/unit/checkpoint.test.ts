import { mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderStore } from "../../src/cli/folderStore.ts";
import { CircledastError, FormatError, SpecError } from "../../src/core/errors.ts";
import { decodeSafetensors } from "../../src/io/safetensors.ts";
import { presets } from "../../src/model/presets.ts";
import { type Checkpoint, dataSha256, decodeCheckpoint, encodeCheckpoint } from "../../src/train/checkpoint.ts";
import { type CheckpointStore, Checkpoints, newestCheckpoint } from "../../src/train/checkpoints.ts";
import { splitsFor } from "../pictures.ts";

const at = (step: number, changes: Partial<Checkpoint> = {}): Checkpoint => ({
  step,
  state: new Map<string, Float32Array | Float64Array>([
    ["parameters", Float32Array.of(step, 1e-40, -0)],
    ["moment1", Float64Array.of(0.1, step)],
  ]),
  recipe: presets.sigmoid2,
  seed: 7,
  length: { epochs: 3 },
  data: "d".repeat(64),
  device: "some device",
  losses: Float64Array.from({ length: step }, (_, i) => (i === 1 ? Number.NaN : 1 / (i + 1))),
  judgements: step < 2 ? [] : [{ step: 2, testLoss: 0.5, testAccuracy: 0.75 }],
  ...changes,
});

/** Files in memory. */
function memory(files = new Map<string, Uint8Array>()) {
  const store: CheckpointStore = {
    list: async () => [...files.keys()],
    read: async (name) => files.get(name)!,
    write: async (name, bytes) => void files.set(name, bytes),
    remove: async (name) => void files.delete(name),
  };
  return { store, files };
}

const sorted = (files: ReadonlyMap<string, unknown>) => [...files.keys()].sort();
const nameOf = (step: number) => `step-${String(step).padStart(12, "0")}.safetensors`;

describe("a checkpoint", () => {
  it("comes back as it was, to the bit", async () => {
    const back = await decodeCheckpoint(await encodeCheckpoint(at(4)));
    expect(back).toEqual(at(4));
    expect(Object.is(back.state.get("parameters")![2], -0)).toBe(true);
    expect(await encodeCheckpoint(at(4))).toEqual(await encodeCheckpoint(at(4)));
  });

  it("keeps a judgement whose loss is not finite, as no number", async () => {
    const judged = { step: 1, testLoss: Number.POSITIVE_INFINITY, testAccuracy: 0.1 };
    const back = await decodeCheckpoint(await encodeCheckpoint(at(1, { judgements: [judged] })));
    expect(back.judgements).toEqual([{ ...judged, testLoss: Number.NaN }]);
  });

  it("is a safetensors file for whoever else reads it", async () => {
    const { tensors, metadata } = decodeSafetensors(await encodeCheckpoint(at(4)), { types: ["F32", "F64"] });
    expect(tensors.map(({ name }) => name)).toEqual(["state.parameters", "state.moment1", "losses"]);
    expect(metadata.step).toBe("4");
  });

  it("is refused with any one bit altered", async () => {
    const bytes = await encodeCheckpoint(at(2));
    for (let i = 0; i < bytes.length; i++) {
      const altered = bytes.slice();
      altered[i] ^= 1 << (i % 8);
      await expect(decodeCheckpoint(altered), `byte ${i}`).rejects.toThrow(FormatError);
    }
  });

  it("is refused cut off anywhere, or with something behind it", async () => {
    const bytes = await encodeCheckpoint(at(2));
    for (let length = 0; length < bytes.length; length++) {
      await expect(decodeCheckpoint(bytes.slice(0, length)), `${length} bytes`).rejects.toThrow(FormatError);
    }
    await expect(decodeCheckpoint(Uint8Array.of(...bytes, 0))).rejects.toThrow(FormatError);
  });

  it("knows the data by their bytes, in either set", async () => {
    const data = splitsFor(presets.lenet);
    const known = await dataSha256(data);
    expect(await dataSha256({ ...data })).toBe(known);
    const labels = data.test.labels.slice();
    labels[3] ^= 1;
    expect(await dataSha256({ ...data, test: { ...data.test, labels } })).not.toBe(known);
    const images = data.train.images.slice();
    images[12_345] ^= 1;
    expect(await dataSha256({ ...data, train: { ...data.train, images } })).not.toBe(known);
  });
});

describe("checkpoints", () => {
  it("stay as many as are to be kept, the newest", async () => {
    const { store, files } = memory();
    const checkpoints = new Checkpoints({ store, keep: 2, seconds: 0 });
    for (const step of [1, 2, 9, 10, 11]) await checkpoints.write(at(step));
    expect(sorted(files)).toEqual([nameOf(10), nameOf(11)]);
    expect((await newestCheckpoint(store)).checkpoint).toEqual(at(11));
  });

  it("are written one after the other, in their order, whoever waits for them", async () => {
    const { store, files } = memory();
    const checkpoints = new Checkpoints({ store, keep: 9, seconds: 0 });
    await Promise.all([3, 4, 4, 2].map((step) => checkpoints.write(at(step))));
    expect(sorted(files)).toEqual([nameOf(3), nameOf(4)]);
  });

  it("are written anew where the same step has another state, as after teaching, and not where it has the same", async () => {
    const { store, files } = memory();
    let writes = 0;
    const write: CheckpointStore["write"] = (name, bytes) => {
      writes++;
      return store.write(name, bytes);
    };
    const counting = { ...store, write };
    const checkpoints = new Checkpoints({ store: counting, seconds: 0 });
    const before = at(5);
    const taught = at(5, { state: new Map([["parameters", Float32Array.of(9)]]) });
    for (const one of [before, before, taught, taught]) await checkpoints.write(one);
    expect(writes).toBe(2);
    expect(sorted(files)).toEqual([nameOf(5)]);
    expect((await newestCheckpoint(store)).checkpoint).toEqual(taught);
  });

  it("that are torn are passed over for the newest that is whole, with the reason", async () => {
    const { store, files } = memory();
    const checkpoints = new Checkpoints({ store, seconds: 0 });
    for (const step of [1, 2, 3]) await checkpoints.write(at(step));
    files.set(nameOf(3), files.get(nameOf(3))!.slice(0, -5));
    files.set(nameOf(2), new Uint8Array());
    const { checkpoint, unusable } = await newestCheckpoint(store);
    expect(checkpoint).toEqual(at(1));
    expect(unusable.map(({ name }) => name)).toEqual([nameOf(3), nameOf(2)]);
    for (const { reason } of unusable) expect(reason).toMatch(/; .* expected\. /);
  });

  it("that cannot be written do not end the run, and leave those that are there", async () => {
    const { store, files } = memory();
    const failures: CircledastError[] = [];
    const full = new CircledastError(
      "x: it could not be written (no space left); 9 bytes were to be saved. Make room.",
    );
    let isFull = false;
    const checkpoints = new Checkpoints({
      store: { ...store, write: (name, bytes) => (isFull ? Promise.reject(full) : store.write(name, bytes)) },
      keep: 1,
      seconds: 0,
      onFailure: (error) => failures.push(error),
    });
    await checkpoints.write(at(1));
    isFull = true;
    await checkpoints.write(at(2));
    expect(failures).toEqual([full]);
    expect(sorted(files)).toEqual([nameOf(1)]);
    isFull = false;
    await checkpoints.write(at(3));
    expect(sorted(files)).toEqual([nameOf(3)]);
  });

  /** Files in memory, in so much room that two checkpoints fit and three do not, as on a disk: what is overwritten stays until the new one is whole. */
  function limited(room: number) {
    const { store, files } = memory();
    const write: CheckpointStore["write"] = async (name, bytes) => {
      const taken = [...files.values()].reduce((sum, file) => sum + file.length, 0);
      if (taken + bytes.length > room) {
        const cause = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
        throw new CircledastError("x: it could not be written; so many bytes were to be saved. Make room.", { cause });
      }
      await store.write(name, bytes);
    };
    return { store: { ...store, write }, files };
  }

  it("make room for the next one where the disk is full: the oldest goes, and the newest that is whole never does", async () => {
    const size = (await encodeCheckpoint(at(60))).length;
    const failures: CircledastError[] = [];
    const options = { keep: 3, seconds: 0, onFailure: (error: CircledastError) => failures.push(error) };
    const two = limited(2.5 * size);
    const checkpoints = new Checkpoints({ store: two.store, ...options });
    for (const step of [50, 51, 52, 53]) await checkpoints.write(at(step));
    expect(sorted(two.files)).toEqual([nameOf(52), nameOf(53)]);
    // The run that goes on with them: the newest is torn, and the one before it is all there is.
    two.files.set(nameOf(53), two.files.get(nameOf(53))!.slice(1));
    const resumed = new Checkpoints({ store: two.store, ...options });
    await resumed.write(at(54));
    expect(sorted(two.files)).toEqual([nameOf(52), nameOf(54)]);
    expect(failures).toEqual([]);

    const one = limited(1.5 * size);
    const crowded = new Checkpoints({ store: one.store, ...options });
    for (const step of [50, 51]) await crowded.write(at(step));
    expect(sorted(one.files)).toEqual([nameOf(50)]);
    expect(failures).toHaveLength(1);
  });

  it("make room in a folder on a disk that says that it is full", async () => {
    const folder = mkdtempSync(join(tmpdir(), "circledast-full-"));
    const checkpoints = new Checkpoints({
      store: folderStore(folder),
      seconds: 0,
      onFailure: (error) => expect.fail(error.message),
    });
    for (const step of [1, 2]) await checkpoints.write(at(step));
    // The file that is written first leads to where there is never room; it is removed when that fails.
    symlinkSync("/dev/full", join(folder, `.${nameOf(3)}.${process.pid}.tmp`));
    await checkpoints.write(at(3));
    expect(readdirSync(folder).sort()).toEqual([nameOf(2), nameOf(3)]);
    rmSync(folder, { recursive: true });
  });

  it("are not removed where the write failed for another reason", async () => {
    const { store, files } = memory();
    const denied = new CircledastError("x: it could not be written; 9 bytes were to be saved. Make room.", {
      cause: Object.assign(new Error(), { code: "EACCES" }),
    });
    let isDenied = false;
    const checkpoints = new Checkpoints({
      store: { ...store, write: (name, bytes) => (isDenied ? Promise.reject(denied) : store.write(name, bytes)) },
      seconds: 0,
    });
    for (const step of [1, 2]) await checkpoints.write(at(step));
    isDenied = true;
    await checkpoints.write(at(3));
    expect(sorted(files)).toEqual([nameOf(1), nameOf(2)]);
  });

  it("are due again when their time has passed", async () => {
    const { store } = memory();
    expect(new Checkpoints({ store, seconds: 0 }).isDue).toBe(true);
    const patient = new Checkpoints({ store, seconds: 1000 });
    expect(patient.isDue).toBe(false);
  });

  it("with notes that make no sense are refused, each in words", async () => {
    for (const changes of [
      { seed: -1 },
      { length: { steps: -3 } },
      { judgements: [{}] as never },
      { state: new Map() },
      { losses: Float64Array.of(1, 2) },
      { losses: new Float64Array() },
      { length: { steps: 0.5 } },
      { length: { steps: 1e308 } },
      { length: { steps: 0.5, epochs: 1 } as never },
      { length: { epochs: -1 } },
      { step: 2, length: { steps: 1 }, losses: Float64Array.of(1, 2) },
      { step: 2 ** 50 },
      ...[-1, 0.5, 2].map((step) => ({ judgements: [{ step, testLoss: 0.5, testAccuracy: 0.75 }] })),
      ...[-0.1, 1.1, Number.NaN].map((testAccuracy) => ({ judgements: [{ step: 1, testLoss: 0.5, testAccuracy }] })),
    ]) {
      await expect(encodeCheckpoint(at(1, changes)).then(decodeCheckpoint)).rejects.toThrow(
        /^checkpoint: .* expected\. /,
      );
    }
    const broken = at(1, { recipe: { ...presets.sigmoid2, input: [0] as never } });
    await expect(encodeCheckpoint(broken).then(decodeCheckpoint)).rejects.toThrow(SpecError);
  });
});
