import { anyDevice, type DeviceTraits } from "../core/device.ts";
import { kernels } from "../kernels/index.ts";
import type { Kernel } from "../kernels/kernel.ts";
import { CASES, type Check, opsOf } from "./check.ts";
import { checkCase } from "./checkCase.ts";
import { casesOf } from "./kernelCases.ts";

/** Every kernel in every one of its cases that it applies to on the device. */
export function kernelChecks(of: readonly Kernel[] = kernels, device: DeviceTraits = anyDevice): Check[] {
  return of.flatMap((kernel) =>
    casesOf(kernel, device)
      .filter(({ chosen }) => chosen)
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
