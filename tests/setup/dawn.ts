/** Gives Node the `navigator.gpu` of a browser, so that tests/gpu runs the same files in both. */
import { create, globals } from "webgpu";
import { pollSeldom } from "../../src/cli/pollSeldom.ts";
import { useSoftwareDriver } from "../../src/cli/vulkan.ts";

useSoftwareDriver();
Object.assign(globalThis, globals);
pollSeldom();
Object.defineProperty(globalThis, "navigator", { value: { gpu: create([]) }, configurable: true });
