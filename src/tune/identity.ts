/** What a tuning is good for: the same adapter, runtime, kernels, network and storage. */
import { version } from "../../package.json";
import { sha256Hex } from "../core/hash.ts";
import type { OpenDevice } from "../gpu/device.ts";
import type { Programs } from "../gpu/programs.ts";
import { kernels } from "../kernels/index.ts";
import type { Kernel } from "../kernels/kernel.ts";
import type { Program } from "../operations/program.ts";
import type { Storage } from "../plan/halfStorage.ts";
import type { Identity } from "./tuning.ts";

/** Where it is to be used. */
export interface Place {
  readonly open: OpenDevice;
  /** What runs WebGPU, with its version. */
  readonly runtime: string;
  /** How tensors that grow with the batch are kept; default: as f32. */
  readonly storage?: Storage | undefined;
}

/**
 * SHA-256 of names, patterns and shaders of all kernels, and of the version, which stands for what of a kernel is no text: one that has
 * changed may be faster, slower or wrong, or apply elsewhere.
 */
export function kernelsSha256(all: readonly Kernel[] = kernels, ofVersion = version): Promise<string> {
  return textSha256(
    JSON.stringify([ofVersion, all.map(({ name, patterns, shader }) => [name, patterns, shader.code])]),
  );
}

function textSha256(text: string): Promise<string> {
  return sha256Hex(new TextEncoder().encode(text));
}

function programText({ operations, tensors, results }: Program): string {
  return JSON.stringify([operations, [...tensors.values()], results]);
}

/** What a tuning for these programs is good for. */
export async function identityOf(
  { open, runtime, storage = "f32" }: Place,
  programs: Programs<Program>,
): Promise<Identity> {
  const { adapter, description, traits } = open;
  const { vendor, architecture, device, description: driver } = adapter.info;
  const texts = Object.values(programs).map(programText);
  return {
    adapter: [description.description, vendor, architecture, device, JSON.stringify(traits)].join(" | "),
    driver,
    runtime,
    kernels: await kernelsSha256(),
    network: await textSha256(texts.join("\n")),
    storage,
  };
}

const fields = ["adapter", "driver", "runtime", "kernels", "network", "storage"] as const;

export function isSame(one: Identity, other: Identity): boolean {
  return fields.every((field) => one[field] === other[field]);
}

/** Under which name a tuning is kept. */
export async function nameOf(identity: Identity): Promise<string> {
  return (await textSha256(JSON.stringify(fields.map((field) => identity[field])))).slice(0, 32);
}
