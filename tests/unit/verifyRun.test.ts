import { afterEach, expect, it, vi } from "vitest";
import { dawn } from "../../src/cli/dawn.ts";
import { verifyAdapter } from "../../src/cli/verifyRun.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it("the device is given back when the work throws", async () => {
  for (const name of ["GPUBufferUsage", "GPUMapMode", "GPUShaderStage"]) vi.stubGlobal(name, {});
  const destroy = vi.fn();
  const adapter = { info: {}, limits: {}, features: new Set(), requestDevice: async () => ({ destroy }) };
  vi.spyOn(dawn, "requestAdapter").mockResolvedValue(adapter as unknown as GPUAdapter);
  // biome-ignore lint/correctness/useYield: it throws before the first result.
  const results = async function* (): AsyncGenerator<never> {
    throw new Error("the device is lost");
  };
  await expect(verifyAdapter({ facts: {}, prepare: () => ({ total: 1, results }) })).rejects.toThrow(
    "the device is lost",
  );
  expect(destroy).toHaveBeenCalledOnce();
});
