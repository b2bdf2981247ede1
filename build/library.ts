/** Vite configuration of the library: a module for each of ours, so that a user's bundler takes those that are used. */
import { dirname, join } from "node:path";
import type { InlineConfig, Plugin } from "vite";
import { readShader } from "./readShader.ts";
import { bare, wgsl } from "./wgsl.ts";

/** What a user imports, by the name behind `circledast/`. */
export const entries = { index: "src/index.ts", onnx: "src/onnx.ts", pytorch: "src/pytorch.ts" };

/** A shader's interface, and its code in a module of its own, `shaders/code/NAME.js`, which is loaded when a kernel is compiled. */
function laterShaders(): Plugin {
  const isCode = /[/\\]code[/\\](\w+)[.]js$/;
  return {
    name: "later-shaders",
    enforce: "pre",
    resolveId: (source, importer) => (importer?.endsWith(".wgsl") ? join(dirname(importer), source) : null),
    load: {
      filter: { id: [/\.wgsl$/, isCode] },
      handler(id) {
        const [, name] = isCode.exec(id) ?? [];
        if (name !== undefined) {
          const { code } = readShader(join(dirname(id), "..", `${name}.wgsl`)).shader;
          // Its lines stay where they are, for messages name them.
          const text = bare(code).replace(/^[ \t]+/gm, "");
          return { code: `export default ${JSON.stringify(text)};`, moduleType: "js", map: null };
        }
        const { shader } = readShader(id);
        const told = JSON.stringify({ ...shader, code: "" });
        const later = `async () => (await import("./code/${shader.name}.js")).default`;
        return { code: `export default { ...${told}, later: ${later} };`, moduleType: "js", map: null };
      },
    },
  };
}

/** What is at hand in the page and on the command line is loaded here when it is wanted. */
const later: Plugin = {
  name: "later-parts",
  enforce: "pre",
  resolveId: (source, importer) =>
    source === "./parts.ts" && importer ? join(dirname(importer), "laterParts.ts") : null,
};

export function libraryBuild(): InlineConfig {
  const external = ["@bufbuild/protobuf", /^@bufbuild\/protobuf\//];
  return {
    configFile: false,
    publicDir: false,
    plugins: [later, laterShaders(), wgsl()],
    build: {
      lib: { entry: entries, formats: ["es"] },
      target: "es2023",
      minify: false,
      rolldownOptions: {
        external,
        output: { preserveModules: true, preserveModulesRoot: "src", entryFileNames: "[name].js" },
      },
    },
  };
}
