/** Files that we write, in other programs' eyes: ONNX's own checker takes them, and ONNX Runtime computes what we do. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { elements } from "../../src/core/shape.ts";
import { exportOnnx, opsets } from "../../src/exchange/onnx/exportOnnx.ts";
import { layers as kinds } from "../../src/layers/index.ts";
import { presets } from "../../src/model/presets.ts";
import type { LayerSpec, Recipe } from "../../src/model/recipe.ts";
import { compilePrediction } from "../../src/plan/compile.ts";
import { Oracle } from "../../src/verify/oracle.ts";
import { oddNetworks } from "../networks.ts";
import { inputsOf, weightsOf } from "./onnxInputs.ts";
import { ort } from "./onnxRuntime.ts";
import { pythonWith, runPython } from "./python.ts";

const IMAGES = 1000;
/** As many at a time as the reference's values and bounds are kept of. */
const BATCH = 50;

const all: Readonly<Record<string, Recipe>> = { ...presets, ...oddNetworks };
const folder = mkdtempSync(join(tmpdir(), "circledast-onnx-"));
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * The greatest error of ONNX Runtime's outputs, as a share of the bound on what f32 may be off through the whole network. Composed over the many
 * sums of a deep one that bound is wide; onnxLayers.test.ts holds each layer against its own.
 */
async function worstOf(recipe: Recipe, count: number): Promise<number> {
  const { flat, tensors } = weightsOf(recipe);
  const session = await ort.InferenceSession.create(exportOnnx(recipe, tensors, { version: "test" }));
  const inputs = inputsOf(recipe, count);
  const size = elements(recipe.input);
  const batch = Math.min(BATCH, count);
  const program = compilePrediction(recipe, batch);
  let worst = 0;
  for (let first = 0; first < count; first += batch) {
    const part = inputs.subarray(first * size, (first + batch) * size);
    const oracle = new Oracle(program);
    oracle.set("parameters", flat);
    oracle.set("input", part);
    for (const operation of program.operations) oracle.compute(operation);
    const [expected, bounds] = [oracle.value(program.network.output).data, oracle.bound(program.network.output).data];
    const { output } = await session.run({ input: new ort.Tensor("float32", part, [batch, ...recipe.input]) });
    expect(output.dims).toEqual([batch, program.network.features]);
    for (const [i, value] of (output.data as Float32Array).entries()) {
      worst = Math.max(worst, Math.abs(value - expected[i]) / bounds[i]);
    }
  }
  return worst;
}

describe("ONNX Runtime gives our outputs, within the bound on what f32 may be off", () => {
  test.each(Object.keys(presets))(`%s, ${IMAGES} test images`, { timeout: 600_000 }, async (name) => {
    expect(await worstOf(presets[name], IMAGES)).toBeLessThanOrEqual(1);
  });

  test.each(Object.keys(oddNetworks))("%s", async (name) => {
    expect(await worstOf(oddNetworks[name], 100)).toBeLessThanOrEqual(1);
  });

  test("every kind of layer is among them", () => {
    const typesIn = (layers: readonly LayerSpec[]): string[] =>
      layers.flatMap(({ type, layers, shortcut }) => [
        type,
        ...typesIn((layers ?? []) as LayerSpec[]),
        ...typesIn((shortcut ?? []) as LayerSpec[]),
      ]);
    const seen = new Set(Object.values(all).flatMap(({ layers }) => typesIn(layers)));
    expect(Object.keys(kinds).filter((type) => !seen.has(type))).toEqual([]);
  });
});

describe("onnx.checker takes the file", () => {
  const script =
    "import sys, onnx\nfor name in sys.argv[1:]:\n  onnx.checker.check_model(onnx.load(name), full_check=True)\n";

  test("of every network, in every opset that we write", () => {
    const python = pythonWith("onnx", "python3-onnx");
    const names = Object.entries(all).flatMap(([name, recipe]) => {
      return Array.from({ length: opsets.last - opsets.first + 1 }, (_, i) => {
        const file = join(folder, `${name.replaceAll(/\W/g, "_")}-${opsets.first + i}.onnx`);
        const options = { version: "test", opset: opsets.first + i };
        writeFileSync(file, exportOnnx(recipe, weightsOf(recipe).tensors, options));
        return file;
      });
    });
    expect(runPython(python, ["-c", script, ...names])).toBe("");
  });

  test("but not one with a node that is none", () => {
    const python = pythonWith("onnx", "python3-onnx");
    const bytes = exportOnnx(presets.classic, weightsOf(presets.classic).tensors, { version: "test" });
    const text = Buffer.from(bytes).toString("latin1").replaceAll("Sigmoid", "Sigmund");
    const file = join(folder, "broken.onnx");
    writeFileSync(file, Buffer.from(text, "latin1"));
    expect(() => runPython(python, ["-c", script, file])).toThrow();
  });
});
