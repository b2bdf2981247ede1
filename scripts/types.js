/** Writes the types of every shader. Part of `npm run check`; the builds and the tests do it by themselves. */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const root = resolve(fileURLToPath(import.meta.url), "../..");
const { module } = await runnerImport("/build/shaderTypes.ts", { root, configFile: false, logLevel: "warn" });
module.writeShaderTypes(root);
