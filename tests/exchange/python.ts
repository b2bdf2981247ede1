/** The system's Python with what the tests need of it. */
import { execFileSync, spawnSync } from "node:child_process";

/**
 * A Python that can import something.
 *
 * @throws Error that names the package that brings it: nothing is skipped
 */
export function pythonWith(module: string, debianPackage: string): string {
  const found = ["/usr/bin/python3", "python3", "python"].find((python) => {
    return spawnSync(python, ["-c", `import ${module}`]).status === 0;
  });
  if (found !== undefined) return found;
  throw new Error(`There is no Python with ${module}. On Debian or Ubuntu: apt-get install ${debianPackage}`);
}

/** What a script prints. @throws Error with what it complains of, where it fails */
export function runPython(python: string, args: readonly string[], input?: string): string {
  return execFileSync(python, args, { input, encoding: "utf8", maxBuffer: 2 ** 28 });
}
