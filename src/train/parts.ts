/** What a run may need: at hand with whatever opens one. In the library laterParts.ts stands in the place of this. */
import { openDevice } from "../gpu/device.ts";
import { GpuEngine } from "../gpu/engine.ts";
import { ReferenceEngine } from "./referenceEngine.ts";
import { shadow } from "./shadow.ts";

/** What opens a device and trains on it. */
export const gpuParts = async () => ({ openDevice, GpuEngine });

/** What trains in float64. */
export const cpuParts = async () => ({ ReferenceEngine });

/** What computes a step by the reference beside the engine. */
export const shadowParts = async () => ({ shadow });
