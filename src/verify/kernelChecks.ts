import { anyDevice, type DeviceTraits } from "../core/device.ts";
import { kernels } from "../kernels/index.ts";
import type { Kernel } from "../kernels/kernel.ts";
import type { Storage } from "../plan/halfStorage.ts";
import { CASES, type Check, opsOf } from "./check.ts";
import { checkCase } from "./checkCase.ts";
import { casesOf, type KernelCase } from "./kernelCases.ts";

/** Values of a case that are multiplied by more may be too large for f16, they or what becomes of them. */
const MOST_SCALE = 200;

/** Whether a case keeps something as f16, and its numbers are such that it can. */
function isHalf({ plan, given }: KernelCase): boolean {
  const { scale = 1 } = given as { readonly scale?: number };
  return Object.keys(plan.dispatches[0].halves).length > 0 && scale <= MOST_SCALE;
}

/** Every kernel in every one of its cases that it applies to on the device; for f16 those in which something is kept so. */
export function kernelChecks(
  of: readonly Kernel[] = kernels,
  device: DeviceTraits = anyDevice,
  storage: Storage = "f32",
): Check[] {
  return of.flatMap((kernel) =>
    casesOf(kernel, device, storage)
      .filter((kernelCase) => kernelCase.chosen && (storage === "f32" || isHalf(kernelCase)))
      .map((kernelCase) => ({
        name: kernelCase.name,
        op: opsOf(kernelCase.plan.dispatches[0]),
        kernel: kernel.name,
        part: CASES,
        program: kernelCase.program,
        dispatch: kernelCase.plan.dispatches[0],
        run: (bench) => checkCase(kernelCase, bench),
      })),
  );
}
