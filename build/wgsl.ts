/** Vite plugin: `import shader from "#shaders/name.wgsl"` is the shader's source with its interface, as a plain object. */
import { join } from "node:path";
import type { Plugin } from "vite";
import { readShader } from "./readShader.ts";
import { writeShaderTypes } from "./shaderTypes.ts";

export function wgsl(): Plugin {
  let root = "";
  return {
    name: "wgsl",
    enforce: "pre",
    configResolved(config) {
      root = config.root;
    },
    buildStart() {
      writeShaderTypes(root);
    },
    watchChange(id) {
      if (id.endsWith(".wgsl")) writeShaderTypes(root);
    },
    resolveId(source) {
      return source.startsWith("#shaders/") ? join(root, "shaders", source.slice("#shaders/".length)) : null;
    },
    load: {
      filter: { id: /\.wgsl$/ },
      handler(id) {
        const { shader, files } = readShader(id);
        for (const file of files) this.addWatchFile(file);
        return { code: `export default ${JSON.stringify(shader)};`, moduleType: "js", map: null };
      },
    },
  };
}
