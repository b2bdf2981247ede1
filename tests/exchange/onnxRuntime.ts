/** ONNX Runtime, installed beside this file with a lock file of its own: as much of its interface as is used here. */
import { createRequire } from "node:module";

interface Tensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

interface Session {
  run(inputs: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
}

export const ort = createRequire(import.meta.url)("onnxruntime-web") as {
  readonly InferenceSession: { create(model: Uint8Array): Promise<Session> };
  readonly Tensor: new (type: "float32", data: Float32Array, dims: readonly number[]) => Tensor;
};
