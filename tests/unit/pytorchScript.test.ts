/** Scripts for PyTorch as text. That they train as we do is shown by tests/exchange. */
import { describe, expect, test } from "vitest";
import { pytorchScript } from "../../src/exchange/pytorch/script.ts";
import { presets } from "../../src/model/presets.ts";
import type { Recipe } from "../../src/model/recipe.ts";
import { oddNetworks } from "../networks.ts";

const options = { file: "net.py", weights: "net.safetensors", version: "1" };
const augmentation = { shift: 2, rotation: 10, scale: 0.1, shear: 5, noise: 0.05 };
const recipes: Readonly<Record<string, Recipe>> = {
  ...presets,
  ...oddNetworks,
  ...Object.fromEntries(
    Object.entries(augmentation).map(([kind, amount]) => [
      kind,
      { ...presets.quick, augmentation: { [kind]: amount } },
    ]),
  ),
  augmented: { ...presets.quick, augmentation, name: '"""\nimport os' },
};

describe.each(Object.entries(recipes))("%s", (_, recipe) => {
  const text = pytorchScript(recipe, options);

  test("the same recipe gives the same text, with nothing left to be filled in", () => {
    expect(pytorchScript(structuredClone(recipe), options)).toBe(text);
    expect(text).not.toMatch(/undefined|NaN|\[object|\$\{|[=(](null|true|false)\b/);
  });

  test("lines are short, indented by fours, with nothing at their ends", () => {
    for (const line of text.split("\n")) {
      expect(line.length, line).toBeLessThanOrEqual(88);
      expect(line).not.toMatch(/\s$|\t/);
      expect(line.match(/^ */)![0].length % 4, line).toBe(0);
    }
    expect(text).not.toMatch(/\n\n\n\n/);
  });

  test("every function and class is used, and every import", () => {
    const names = [...text.matchAll(/^(?:def|class|import) (\w+)|^from .* import (\w+)$/gm)].map(([, a, b]) => a ?? b);
    for (const name of names) {
      expect(text.match(new RegExp(`\\b${name}\\b`, "g"))!.length, name).toBeGreaterThan(1);
    }
  });
});

test.each([
  ["lenet", ['("conv1", nn.Conv2d(1, 6, kernel_size=5))', "momentum=0.9", "F.cross_entropy(output, label)"]],
  ["quick", ['("dense", nn.Linear(', "betas=(0.7, 0.95)", 'group["lr"] = learning_rate(step, total)']],
  ["classic", ["F.mse_loss", "torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)", "default=50"]],
  ["deep", ["nn.BatchNorm2d(32)", "SyncBatchNorm", "num_batches_tracked".slice(-8)]],
  ["sigmoid2", ["INPUT = (2, 1, 1)", "output[:, 0] >= 0.5"]],
] as const)("%s says what it has", (name, parts) => {
  const text = pytorchScript(presets[name], options);
  for (const part of parts) expect(text).toContain(part);
  if (name !== "deep") expect(text).not.toContain("BatchNorm");
});

test("a layer whose name PyTorch has for something else is refused", () => {
  const layers = [{ type: "flatten" }, { type: "dense", units: 10, name: "float" }];
  expect(() => pytorchScript({ ...presets.quick, layers }, options)).toThrow(/float: PyTorch's modules/);
});
