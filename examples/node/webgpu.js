/** WebGPU in Node: what `navigator.gpu` is in a browser. */
import { create, globals } from "webgpu";

Object.assign(globalThis, globals);

/** Keep it as long as you compute: adapters die with it. */
export const gpu = create([]);
