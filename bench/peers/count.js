/** Counts what is asked of WebGPU, whoever asks. */
const counts = { submits: 0, dispatches: 0 };

/** To be called once WebGPU's classes are there, before anything is asked of them. */
export function startCounting() {
  count(globalThis.GPUQueue, "submit", "submits");
  count(globalThis.GPUComputePassEncoder, "dispatchWorkgroups", "dispatches");
  count(globalThis.GPUComputePassEncoder, "dispatchWorkgroupsIndirect", "dispatches");
}

/** Counts since the last call. */
export function takeCounts() {
  const taken = { ...counts };
  counts.submits = 0;
  counts.dispatches = 0;
  return taken;
}

function count({ prototype }, method, name) {
  const original = prototype[method];
  prototype[method] = function (...args) {
    counts[name]++;
    return original.apply(this, args);
  };
}
