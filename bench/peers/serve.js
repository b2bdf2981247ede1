/**
 * One system, ready to be told what to do. Questions and answers:
 *
 *     {"first": true}  {"values": […], "ms"}  loss of the first step, or outputs of the first batch; how long from the library's first call
 *     {"check": {"least": 2, "most": 4, "seconds": 20}}  {"values": […]}  losses of 4 further steps, of 2 where 20 seconds are over
 *     {"run": 3}  {"images", "seconds", "submits", "dispatches"}  what it did in about 3 seconds
 *
 * A failure is answered by {"error"}.
 */
import { takeCounts } from "./count.js";
import { runnable } from "./peer.js";
import { open as openCircledast } from "./systems/circledast.js";
import { open as openJaxjs } from "./systems/jaxjs.js";
import { open as openTfjs } from "./systems/tfjs.js";
import { readWorkload } from "./workload.js";

/** By the names that the command uses: the library, whether it wants WebGPU, and how it starts. */
const systems = {
  circledast: { library: "circledast", gpu: true, start: ours("gpu") },
  "circledast-cpu": { library: "circledast", gpu: false, start: ours("cpu") },
  "tfjs-webgpu": { library: "tfjs", gpu: true, start: peer(openTfjs, "webgpu") },
  "tfjs-cpu": { library: "tfjs", gpu: false, start: peer(openTfjs, "cpu") },
  "jax-js-webgpu": { library: "jaxjs", gpu: true, start: peer(openJaxjs, "webgpu") },
  "jax-js-wasm": { library: "jaxjs", gpu: false, start: peer(openJaxjs, "wasm") },
};

function ours(device) {
  return (library, workload) => openCircledast(library, workload, { device, gpu: globalThis.navigator?.gpu });
}

function peer(open, backend) {
  return async (library, workload) => runnable(await open(library, workload, { backend }), workload);
}

/**
 * @param {{ system: string, libraries: object, provideGpu?: () => Promise<void>, readBytes: (name: string) => Promise<ArrayBuffer> }} host
 * @returns what answers a question
 */
export async function serve({ system, libraries, provideGpu, readBytes }) {
  const { library, gpu, start } = systems[system];
  let running;
  /** What has been loaded is not part of the time: every system's script and data come from the same disk. */
  const first = async () => {
    if (gpu) await provideGpu?.();
    const [script, workload] = [await libraries[library](), await readWorkload(readBytes)];
    const begun = performance.now();
    running = await start(script, workload);
    return { values: await running.first(), ms: performance.now() - begun };
  };
  return async (question) => {
    try {
      if (question.first) return await first();
      const { check, run } = running;
      if (question.check !== undefined) return { values: await check(question.check) };
      takeCounts();
      return { ...(await run(question.run)), ...takeCounts() };
    } catch (error) {
      return { error: String(error) };
    }
  };
}
