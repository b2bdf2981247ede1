/** Shaders that compute nothing of a network: they measure what an adapter can do. */
import count from "#shaders/measure/count.wgsl";
import multiplyAdd from "#shaders/measure/multiplyAdd.wgsl";
import stream from "#shaders/measure/stream.wgsl";

export const measures = { count, multiplyAdd, stream } as const;
