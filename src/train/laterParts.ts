/** In the library each part is loaded when it is wanted: who has a GPU loads no reference, and the other way round. */
import type * as parts from "./parts.ts";

export const gpuParts: typeof parts.gpuParts = async () => {
  const [{ openDevice }, { GpuEngine }] = await Promise.all([import("../gpu/device.ts"), import("../gpu/engine.ts")]);
  return { openDevice, GpuEngine };
};

export const cpuParts: typeof parts.cpuParts = () => import("./referenceEngine.ts");

export const shadowParts: typeof parts.shadowParts = () => import("./shadow.ts");
