import { SpecError } from "../core/errors.ts";
import { sha256Hex } from "../core/hash.ts";
import { elements, formatShape } from "../core/shape.ts";
import type { NamedTensor } from "../io/safetensors.ts";
import { arraysOf, type Network } from "../layers/network.ts";

/** The arrays of a network, parameters and behind them running statistics, cut out of the flat array that holds them all. */
export function nameParameters(network: Network, flat: Float32Array): NamedTensor[] {
  return arraysOf(network).map(({ name, shape, offset }) => ({
    name,
    shape,
    data: flat.slice(offset, offset + elements(shape)),
  }));
}

/** Those of a network's arrays that are trained. */
export function trainedOf({ statistics }: Network, tensors: readonly NamedTensor[]): NamedTensor[] {
  return tensors.filter(({ name }) => statistics.every((other) => other.name !== name));
}

/**
 * Lays named arrays out as the flat array of a network.
 *
 * @throws SpecError where one is missing or has another shape
 */
export function flattenParameters(network: Network, tensors: readonly NamedTensor[]): Float32Array {
  const parts = arraysOf(network).map(({ name, shape, offset }) => {
    const tensor = tensors.find((other) => other.name === name);
    if (tensor === undefined || formatShape(tensor.shape) !== formatShape(shape)) {
      const found = tensor === undefined ? "missing" : formatShape(tensor.shape);
      throw new SpecError(
        `weights: ${name} is ${found}; ${formatShape(shape)} was expected. Choose the preset that the weights were trained with.`,
      );
    }
    return { data: tensor.data, offset };
  });
  // Only now is it no larger than what is given.
  const flat = new Float32Array(network.flat);
  for (const { data, offset } of parts) flat.set(data, offset);
  return flat;
}

/**
 * Those of some arrays that a network has, in its order.
 *
 * @throws SpecError where one is missing or has another shape
 */
export function arraysFor(network: Network, tensors: readonly NamedTensor[]): NamedTensor[] {
  return nameParameters(network, flattenParameters(network, tensors));
}

/** SHA-256 over the parameters as little-endian f32 in the model's order. */
export function weightsSha256(tensors: readonly NamedTensor[]): Promise<string> {
  const total = tensors.reduce((sum, { data }) => sum + data.length, 0);
  const view = new DataView(new ArrayBuffer(total * 4));
  let at = 0;
  for (const { data } of tensors) {
    for (const value of data) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  return sha256Hex(new Uint8Array(view.buffer));
}
