/** A weights file that somebody brings: what is in it, and whether it is for the network at hand. */
import { CircledastError } from "../../core/errors.ts";
import type { NamedTensor } from "../../io/safetensors.ts";
import { arraysOf, type Network } from "../../layers/network.ts";
import { flattenParameters } from "../../train/parameters.ts";
import { decodeWeights } from "../../train/weightsFile.ts";
import type { Message, Request } from "../protocol.ts";

/** @param network absent where none could be opened */
export function readWeights({ id, bytes }: Extract<Request, { type: "readWeights" }>, network?: Network): Message {
  try {
    const saved = decodeWeights(bytes);
    const misfit = network === undefined ? "There is no network yet." : misfitOf(network, saved.tensors);
    return { type: "weightsRead", id, ...saved, ...(misfit === undefined ? {} : { misfit }) };
  } catch (error) {
    if (!(error instanceof CircledastError)) throw error;
    return { type: "weightsRead", id, refused: error.message };
  }
}

function misfitOf(network: Network, tensors: readonly NamedTensor[]): string | undefined {
  try {
    flattenParameters(network, tensors);
  } catch (error) {
    return (error as Error).message;
  }
  const known = new Set(arraysOf(network).map(({ name }) => name));
  const other = tensors.find(({ name }) => !known.has(name));
  return other && `weights: ${other.name.slice(0, 60)} is in the file; the network has no such array.`;
}
