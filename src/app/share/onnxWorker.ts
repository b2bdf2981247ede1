import { version } from "../../../package.json";
import { CircledastError } from "../../core/errors.ts";
import { exportOnnx } from "../../exchange/onnx/exportOnnx.ts";
import { importOnnx } from "../../exchange/onnx/importOnnx.ts";
import { decodeWeights, encodeWeights } from "../../train/weightsFile.ts";
import type { OnnxAnswer, OnnxRequest } from "./onnx.ts";

function answer(request: OnnxRequest): OnnxAnswer {
  if (request.to === "onnx") {
    const { recipe, tensors, step } = decodeWeights(request.bytes);
    return { bytes: exportOnnx(recipe!, tensors, { version, step }), notes: [] };
  }
  try {
    const { recipe, tensors, notes } = importOnnx(request.bytes, request.name);
    return { bytes: encodeWeights({ recipe, tensors }), notes };
  } catch (error) {
    if (!(error instanceof CircledastError)) throw error;
    return { refused: error.message };
  }
}

addEventListener("message", ({ data }: MessageEvent<OnnxRequest>) => postMessage(answer(data)));
