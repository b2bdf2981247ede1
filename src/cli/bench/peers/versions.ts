/** What was compared with what. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ownVersions } from "../provenance.ts";

interface LockFile {
  readonly packages: Readonly<Record<string, { readonly version: string }>>;
}

/** @param root of the clone */
export async function versionsOf(root: string): Promise<Readonly<Record<string, string>>> {
  const { packages } = JSON.parse(await readFile(join(root, "bench/peers/package-lock.json"), "utf8")) as LockFile;
  const locked = (name: string) => packages[`node_modules/${name}`].version;
  return { ...ownVersions(), tfjs: locked("@tensorflow/tfjs"), "jax-js": locked("@jax-js/jax") };
}
