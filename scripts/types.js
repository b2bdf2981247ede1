/** Writes the types of every shader. Part of `npm run check`; the builds and the tests do it by themselves. */
import { load, root } from "./bootstrap.js";

const { writeShaderTypes } = await load("/build/shaderTypes.ts");
writeShaderTypes(root);
