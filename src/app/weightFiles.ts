/** Files of weights: asked of the worker, and handed to whoever has asked. */
import type { Message, Request } from "./protocol.ts";

type WeightsFile = Extract<Message, { type: "saved" }>;
export type WeightsRead = Extract<Message, { type: "weightsRead" }>;

export interface WeightFileActions {
  /** The weights as a file. */
  weightsFile(): Promise<WeightsFile>;
  /** What is in such a file. */
  readWeights(bytes: Uint8Array): Promise<WeightsRead>;
}

export function weightFiles(send: (request: Request) => void) {
  let filesRead = 0;
  /** Who waits for a file of the weights, in the order of asking; and for what is in one, by its number. */
  const savers: ((file: WeightsFile) => void)[] = [];
  const readers = new Map<number, (read: WeightsRead) => void>();
  const actions: WeightFileActions = {
    weightsFile() {
      send({ type: "save" });
      return new Promise((resolve) => savers.push(resolve));
    },
    readWeights(bytes) {
      filesRead++;
      send({ type: "readWeights", id: filesRead, bytes });
      return new Promise((resolve) => readers.set(filesRead, resolve));
    },
  };
  return {
    actions,
    /** Whether a message answers one of them: then it is handed on, and changes no state. */
    takes(message: Message): boolean {
      if (message.type === "saved") savers.shift()?.(message);
      else if (message.type === "weightsRead") {
        readers.get(message.id)?.(message);
        readers.delete(message.id);
      } else return false;
      return true;
    },
  };
}
