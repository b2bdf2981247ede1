/** ONNX files: `circledast/onnx`. */
export { exportOnnx, type OnnxOptions } from "./exchange/onnx/exportOnnx.ts";
export { type Imported, importOnnx } from "./exchange/onnx/importOnnx.ts";
