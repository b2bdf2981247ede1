/** What was compared with what, on which machine: what a file of results has to say beside the figures. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { version } from "../../../../package.json";
import { processorName } from "./system.ts";

interface LockFile {
  readonly packages: Readonly<Record<string, { readonly version: string }>>;
}

/** @param root of the clone */
export async function versionsOf(root: string): Promise<Readonly<Record<string, string>>> {
  const { packages } = JSON.parse(await readFile(join(root, "bench/peers/package-lock.json"), "utf8")) as LockFile;
  const locked = (name: string) => packages[`node_modules/${name}`].version;
  const dawn = createRequire(import.meta.url)("webgpu/package.json") as { version: string };
  return {
    circledast: version,
    node: process.versions.node,
    webgpu: dawn.version,
    tfjs: locked("@tensorflow/tfjs"),
    "jax-js": locked("@jax-js/jax"),
  };
}

export function machine(): string {
  return `${processorName()}, ${process.platform} ${process.arch}`;
}
