/** Scripts for PyTorch on several processes, with files: what is saved loads here, and the command that writes them. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { export_ } from "../../src/cli/commands/export.ts";
import { import_ } from "../../src/cli/commands/import.ts";
import { elements } from "../../src/core/shape.ts";
import type { Recipe } from "../../src/model/recipe.ts";
import { compilePrediction } from "../../src/plan/compile.ts";
import { flattenParameters } from "../../src/train/parameters.ts";
import { Predictor } from "../../src/train/predictor.ts";
import { decodeWeights } from "../../src/train/weightsFile.ts";
import { scriptRecipes } from "./scriptRecipes.ts";
import { dataFor, forLosses, ourLosses, python, runScripts, writeScript } from "./scripts.ts";

const folder = mkdtempSync(join(tmpdir(), "circledast-script-runs-"));
afterAll(() => rmSync(folder, { recursive: true }));

const placeFor = (name: string) => {
  const place = join(folder, name.replaceAll(/\W/g, "_"));
  mkdirSync(place, { recursive: true });
  return place;
};

/** A port that nobody listens at. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Two processes with what torchrun tells them: Debian's own cannot start any with its Python. What the first one prints, and both complain of. */
async function together(script: string, args: readonly string[]) {
  const told = {
    WORLD_SIZE: "2",
    MASTER_ADDR: "127.0.0.1",
    MASTER_PORT: String(await freePort()),
    OMP_NUM_THREADS: "1",
    // Else gloo asks for the address of this machine's name, which may take a minute to be unknown.
    GLOO_SOCKET_IFNAME: "lo",
  };
  const ran = await Promise.all(
    ["0", "1"].map((rank) => {
      const env = { ...process.env, ...told, RANK: rank, LOCAL_RANK: rank };
      return promisify(execFile)(python, [script, ...args], { env, encoding: "utf8", timeout: 60_000 });
    }),
  );
  expect(ran[1].stdout).toBe("");
  return { stdout: ran[0].stdout, stderr: ran.map(({ stderr }) => stderr).join("") };
}

/** Sums of f32 in another order: eight units in the last place of the greatest. */
function expectClose(found: readonly number[], expected: readonly number[]) {
  expect(found).toHaveLength(expected.length);
  const allowed = 8 * 2 ** -23 * Math.max(...expected.map(Math.abs));
  for (const [i, value] of expected.entries()) expect(Math.abs(found[i] - value)).toBeLessThanOrEqual(allowed);
}

describe("two processes", () => {
  test.each(["lenet", "a clipped gradient and averaged weights", "one output, binary cross-entropy"])(
    "with half of the batch each have the losses of one with all of it: %s",
    { timeout: 120_000 },
    async (name) => {
      // A step that is proportional to the gradient, for rounding to stay what it is.
      const clipNorm = name.includes("clipped") ? { clipNorm: 0.1 } : {};
      const recipe: Recipe = { ...scriptRecipes[name], optimizer: { type: "sgd", learningRate: 0.005, ...clipNorm } };
      const data = dataFor(recipe);
      const written = await writeScript(placeFor(`two ${name}`), recipe, data);
      const half = [...forLosses(written), "--batch", String(recipe.batch / 2)];
      const losses = JSON.parse((await together(written.script, half)).stdout);
      expectClose(losses, await ourLosses(recipe, data));
      // Alone, half of the batch is another run.
      const [alone] = runScripts([{ script: written.script, args: half }]) as string[];
      expect(Math.abs(JSON.parse(alone)[0] - losses[0])).toBeGreaterThan(1e-4);
    },
  );

  test("say what they do not do: statistics of the whole batch, on the CPU", { timeout: 120_000 }, async () => {
    const recipe = scriptRecipes["averaged, normalised"];
    const { script, data } = await writeScript(placeFor("statistics"), recipe, dataFor(recipe));
    const saved = join(folder, "two.safetensors");
    const { stdout, stderr } = await together(script, [
      "--data",
      data,
      "--batch",
      "4",
      "--steps",
      "3",
      "--save",
      saved,
    ]);
    expect(stderr.match(/warning: batch normalisation/g)).toHaveLength(1);
    expect(stdout.match(/step 3 of 3/g)).toHaveLength(1);
    expect(decodeWeights(readFileSync(saved)).step).toBe(3);
  });
});

describe("what a script saves", () => {
  test.each(["lenet", "averaged, normalised", "batch normalisation of lists, and in a shortcut"])(
    "loads here, and gives the script's outputs: %s",
    async (name) => {
      const recipe = scriptRecipes[name];
      const splits = dataFor(recipe);
      const { script, data } = await writeScript(placeFor(`back ${name}`), recipe, splits);
      const saved = join(placeFor(`back ${name}`), "saved.safetensors");
      const [told, theirs] = runScripts([
        { script, args: ["--data", data, "--steps", "20", "--seed", "3", "--save", saved] },
        { script, outputs: saved, data },
      ]) as [string, number[][]];
      expect(told.trim().split("\n").at(-1)).toMatch(/^step 20 of 20: loss \d\.\d{4}, test loss \d\.\d{4}, accuracy/);
      const file = decodeWeights(readFileSync(saved));
      expect(file).toMatchObject({ recipe, seed: 3, step: 20 });
      const flat = flattenParameters(compilePrediction(recipe, 1).network, file.tensors);
      const predictor = new Predictor(recipe);
      const size = elements(recipe.input);
      for (const [i, outputs] of theirs.entries()) {
        const bytes = splits.test.images.subarray(i * size, (i + 1) * size);
        const ours = predictor.predict(
          flat,
          Float32Array.from(bytes, (byte) => byte / 255),
        );
        for (const [f, value] of ours.entries()) expect(Math.abs(outputs[f] - value)).toBeLessThan(1e-5);
      }
    },
  );
});

describe("files", () => {
  const recipe = scriptRecipes.quick;

  test("the command writes script and weights, which run; what they save is imported without a word of the network", async () => {
    const place = placeFor("command");
    const { script, data } = await writeScript(place, recipe, dataFor(recipe));
    const out = join(place, "exported.py");
    expect(await export_.run(["--weights", join(place, "net.safetensors"), "--to", "pytorch", "--out", out])).toBe(0);
    const saved = join(place, "saved.safetensors");
    const args = ["--data", data, "--steps", "2", "--save", saved];
    const [theirs, same] = runScripts([out, script].map((path) => ({ script: path, args })));
    expect(theirs).toBe(same);
    expect(await import_.run(["--from", saved, "--out", join(place, "back.safetensors")])).toBe(0);
    expect(decodeWeights(readFileSync(join(place, "back.safetensors"))).recipe).toEqual(recipe);
  });

  test("the script may not end otherwise, nor its weights take the place of others", async () => {
    const place = placeFor("refused");
    await writeScript(place, recipe, dataFor(recipe));
    const weights = join(place, "net.safetensors");
    const run = (...args: string[]) => export_.run(["--weights", weights, "--to", "pytorch", ...args]);
    await expect(run("--out", join(place, "net.txt"))).rejects.toThrow(/lenet\.py/);
    await expect(run("--out", join(place, "net.py"), "--opset", "13")).rejects.toThrow(/opset/);
    const before = readFileSync(weights);
    await run("--out", join(place, "net.py"));
    expect(readFileSync(weights)).toEqual(before);
    const other = join(place, "other.json");
    writeFileSync(other, JSON.stringify({ ...recipe, name: "other" }));
    await expect(run("--out", join(place, "net.py"), "--model", other)).rejects.toThrow(/file of --weights/);
    expect(readFileSync(weights)).toEqual(before);
  });

  test("data may be gzipped, and called test-", async () => {
    const written = await writeScript(placeFor("gzipped"), recipe, dataFor(recipe));
    const { script, data } = written;
    const [plain] = runScripts([{ script, args: ["--data", data, "--steps", "2"] }]);
    for (const [half, other] of [
      ["train", "train"],
      ["t10k", "test"],
    ]) {
      for (const kind of ["images-idx3", "labels-idx1"]) {
        const path = join(data, `${half}-${kind}-ubyte`);
        writeFileSync(join(data, `${other}-${kind.replace("-idx", ".idx")}-ubyte.gz`), gzipSync(readFileSync(path)));
        rmSync(path);
      }
    }
    expect(runScripts([{ script, args: ["--data", data, "--steps", "2"] }])).toEqual([plain]);
  });
});
