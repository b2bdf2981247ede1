/** ONNX out and in, in a worker of its own: a large file blocks nothing, and what it takes is fetched when it is first wanted. */
import { FormatError } from "../../core/errors.ts";

/** What the worker is asked: a weights file of ours as ONNX, or an ONNX file as a weights file. */
export type OnnxRequest =
  | { readonly to: "onnx"; readonly bytes: Uint8Array }
  | { readonly to: "weights"; readonly bytes: Uint8Array; readonly name: string };

export type OnnxAnswer =
  | { readonly bytes: Uint8Array<ArrayBuffer>; readonly notes: readonly string[]; readonly refused?: undefined }
  | { readonly refused: string };

/** @throws FormatError where the file cannot be taken; Error where the worker does not come */
export function convert(request: OnnxRequest): Promise<Extract<OnnxAnswer, { refused?: undefined }>> {
  const worker = new Worker(new URL("./onnxWorker.ts", import.meta.url), { type: "module" });
  return new Promise<OnnxAnswer>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<OnnxAnswer>) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message || "This part of the page did not load."));
    worker.postMessage(request);
  })
    .then((answer) => {
      if (answer.refused !== undefined) throw new FormatError(answer.refused);
      return answer;
    })
    .finally(() => worker.terminate());
}
