/** Runs a peer step by step: what its first steps give, and how many images it manages in a while. */

/** Seconds of work queued before the host waits: so long that waiting costs nothing, so short that a slice ends in time. */
const BURST = 0.25;

/**
 * @typedef {object} Peer
 * @property {(step: number) => unknown} step queues one and gives a handle of its loss or outputs
 * @property {(handle: unknown) => Promise<ArrayLike<number>>} finish waits for its values
 * @property {(handle: unknown) => void} [discard] lets it go unread; absent where all have to be read, or nothing would be computed
 */

/** @param {Peer} peer @param {import("./workload.js").Workload} workload */
export function runnable({ step, finish, discard }, { recipe: { batch } }) {
  let done = 0;
  let secondsPerStep = Number.POSITIVE_INFINITY;

  async function burst(steps) {
    const begun = performance.now();
    const unread = [];
    for (let i = 1; i <= steps; i++) {
      const handle = step(done++);
      if (i === steps || discard === undefined) unread.push(finish(handle));
      else discard(handle);
    }
    const values = await Promise.all(unread);
    secondsPerStep = (performance.now() - begun) / 1000 / steps;
    return values;
  }

  return {
    /** The first step's loss or, of inference, the outputs of the first batch. */
    async first() {
      const [values] = await burst(1);
      return Array.from(values);
    },
    /** The losses of further steps: so many at least, and until the time is up at most so many. */
    async check({ least, most, seconds }) {
      const begun = performance.now();
      const values = [];
      const isLate = () => performance.now() - begun >= seconds * 1000;
      while (values.length < (isLate() ? least : most)) values.push(...(await burst(1))[0]);
      return values;
    },
    async run(seconds) {
      const first = done;
      const begun = performance.now();
      const left = () => seconds - (performance.now() - begun) / 1000;
      do await burst(Math.max(1, Math.floor(Math.min(BURST, left()) / secondsPerStep)));
      while (left() > 0);
      return { images: (done - first) * batch, seconds: (performance.now() - begun) / 1000 };
    },
  };
}
