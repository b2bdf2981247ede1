/** circledast itself, by what its library gives anyone: a session that trains until it is told to stop, and judges. */

/**
 * @param {object} library @param {import("../workload.js").Workload} workload
 * @param {{ device: "gpu" | "cpu", gpu?: object }} options
 */
export async function open(library, workload, { device, gpu }) {
  const { recipe, seed, kind, count, classes, shape, images, labels } = workload;
  const { batch } = recipe;
  const set = { name: "bench", shape, count, classes, images, labels };
  // What is trained on needs no test set, and what is judged no training set: one batch stands for the other.
  const few = {
    ...set,
    count: batch,
    images: images.slice(0, (batch * images.length) / count),
    labels: labels.slice(0, batch),
  };
  const data = kind === "training" ? { train: set, test: few } : { train: few, test: set };
  const length = { steps: Number.MAX_SAFE_INTEGER };
  const { session } = await library.openRun({ recipe, data, seed, length, device, gpu });
  return kind === "training" ? trainer(session, batch) : judge(session, batch, count);
}

function trainer(session, batch) {
  const losses = async (steps) => {
    const values = [];
    const onProgress = ({ results }) => values.push(...results.map(({ loss }) => loss));
    await session.train({ until: session.step + steps, onProgress });
    return values;
  };
  return {
    first: () => losses(1),
    check: ({ most }) => losses(most),
    async run(seconds) {
      const first = session.step;
      const begun = performance.now();
      await session.train({ until: session.totalSteps, signal: AbortSignal.timeout(seconds * 1000) });
      return { images: (session.step - first) * batch, seconds: (performance.now() - begun) / 1000 };
    },
  };
}

/** Batches are the session's own, of 250. */
function judge(session, batch, count) {
  return {
    async first() {
      const { outputs } = await session.judge();
      return Array.from(outputs.subarray(0, batch * session.network.features));
    },
    async run(seconds) {
      const begun = performance.now();
      let judged = 0;
      do {
        await session.judge();
        judged += count;
      } while (performance.now() - begun < seconds * 1000);
      return { images: judged, seconds: (performance.now() - begun) / 1000 };
    },
  };
}
