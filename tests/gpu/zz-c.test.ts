import { describe, expect, it } from "vitest";
import { kernels } from "../../src/kernels/index.ts";
import { checkCase } from "../../src/verify/checkCase.ts";
import { casesOf } from "../../src/verify/kernelCases.ts";
import { device, pipelines, pipelinesWith } from "../device.ts";
const list: [string, string, string][] = [
  ["conv2d", "p * SH + i * DH - TOP", "p * SH + i * DH - LEFT"],
  ["conv2d", "p * SH + i", "p * SW + i"],
  ["conv2d", "j * DW", "j * DH"],
  ["conv2d", "h < H && w < W", "h < H && w <= W"],
  ["conv2d", "h < H && w < W", "w < W"],
  ["conv2d", "m / MG * CG + c", "c"],
  ["conv2d", "m / MG * CG", "m / CG * MG"],
  ["conv2d", "c < CG", "c < C"],
  ["conv2dInputGrad", "h + TOP", "h"],
  ["conv2dInputGrad", "right % SW", "right % SH"],
  ["conv2dInputGrad", " && down % SH == 0u", ""],
  ["conv2dInputGrad", "c % CG", "c"],
  ["conv2dInputGrad", "c / CG * MG", "c / MG * CG"],
  ["conv2dInputGrad", "j * DW", "j * DH"],
  ["conv2dInputGrad", "p < P &&", "p <= P &&"],
  ["conv2dWeightGrad", "row += 256u", "row += 255u"],
  ["conv2dWeightGrad", "m / MG * CG", "m % GROUPS * CG"],
  ["conv2dWeightGrad", "q * SW + j * DW - LEFT", "q * SW + j * DW - TOP"],
  ["conv2dWeightGrad", "i * DH", "i * DW"],
  ["conv2dWeightGrad", "row < N * P", "row < min(N * P, 256u)"],
  ["maxPool2d", "TOP - p * SH, TOP > p * SH", "TOP, p == 0u"],
  ["maxPool2d", "W + LEFT - q * SW", "W + TOP - q * SW"],
  ["maxPool2d", "min(KH, H", "max(KH, H"],
  ["maxPool2d", "i0 * KW + j0", "0u"],
  ["maxPool2dGrad", "% W + LEFT", "% W + TOP"],
  ["maxPool2dGrad", "% H + TOP", "% H"],
  ["avgPool2d", "max(p * SH, ROW0)", "p * SH"],
  ["avgPool2d", "min(q * SW + KW, COLUMN1)", "q * SW + KW"],
  ["avgPool2d", "h < H && w < W", "h < H"],
  ["avgPool2dGrad", "min(p * SH + KH, ROW1)", "(p * SH + KH)"],
  ["avgPool2dGrad", "max(q * SW, COLUMN0)", "q * SW"],
  ["avgPool2dGrad", "% W + LEFT", "% W + TOP"],
  ["avgPool2dGrad", "min(h / SH + 1u, P)", "h / SH + 1u"],
  ["addBiasGrad", "t += 256u", "t += 257u"],
];
describe("c", () => {
  it.each(list)("%s: %s -> %s", async (name, search, replacement) => {
    const kernel = kernels.find((k) => k.name === name)!;
    expect(kernel.shader.code).toContain(search);
    const broken = pipelinesWith(name, search, replacement);
    let found = "";
    for (const one of casesOf(kernel)) {
      if (!one.chosen) continue;
      const wrong = (await checkCase(one, { device, pipelines: broken })).reduce((s, r) => s + r.wrong, 0);
      if (wrong > 0) { found = one.name; break; }
    }
    console.log(name, replacement, "found by", found);
    expect(found).not.toBe("");
  });
  void pipelines;
});
