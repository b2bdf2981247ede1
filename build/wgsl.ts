/** Vite plugin: `import shader from "#shaders/name.wgsl"` is the shader's source with its interface, as a plain object. */
import { join } from "node:path";
import type { Logger, Plugin } from "vite";
import { readShader } from "./readShader.ts";
import { writeShaderTypes } from "./shaderTypes.ts";

/** The code without what only a person reads. Its lines stay where they are: a compiler's message names the line of the file. */
export function bare(code: string): string {
  return code.replace(/[ \t]*\/\/.*$/gm, "");
}

/** @param forPage in builds, without comments: they are half of what a browser would load */
export function wgsl({ forPage = false } = {}): Plugin {
  let root = "";
  let logger: Logger;
  let isBuild = false;

  function writeTypes(): void {
    try {
      writeShaderTypes(root);
    } catch (error) {
      // Half-typed shaders are the rule while one edits, and no reason to end. To import one is an error all the same.
      logger.error(error instanceof Error ? error.message : String(error));
    }
  }

  return {
    name: "wgsl",
    enforce: "pre",
    configResolved(config) {
      root = config.root;
      logger = config.logger;
      isBuild = config.command === "build";
    },
    buildStart: writeTypes,
    watchChange(id) {
      if (id.endsWith(".wgsl")) writeTypes();
    },
    resolveId(source) {
      return source.startsWith("#shaders/") ? join(root, "shaders", source.slice("#shaders/".length)) : null;
    },
    load: {
      filter: { id: /\.wgsl$/ },
      handler(id) {
        const { shader, files } = readShader(id);
        for (const file of files) this.addWatchFile(file);
        const told = forPage && isBuild ? { ...shader, code: bare(shader.code) } : shader;
        return { code: `export default ${JSON.stringify(told)};`, moduleType: "js", map: null };
      },
    },
  };
}
