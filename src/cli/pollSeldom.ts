/** Milliseconds between two looks: little for who measures time by it, and long for a loop that does nothing else. */
const PAUSE = 0.5;

/** A function of native code that has no name, as Dawn's binding makes them; what others schedule is written in JavaScript. */
const isPoll = (callback: () => void) =>
  callback.name === "" && Function.prototype.toString.call(callback).includes("[native code]");

/**
 * Lets Dawn's binding for Node wait without keeping a core busy. As long as a result is waited for, it looks for it in a loop over the global
 * `setImmediate`, without a pause, and takes that core from a software adapter, which computes on the same ones. Here the thread sleeps
 * before each look. Everybody else's calls stay what they are.
 */
export function pollSeldom(): void {
  const { setImmediate: immediately } = globalThis;
  // A timer's shortest pause would be 1 ms. Nobody ever wakes who waits on this.
  const never = new Int32Array(new SharedArrayBuffer(4));
  const rested = (poll: () => void) => () => {
    Atomics.wait(never, 0, 0, PAUSE);
    poll();
  };
  const patient = (callback: () => void, ...given: []) =>
    isPoll(callback) ? immediately(rested(callback)) : immediately(callback, ...given);
  // Its form for promises comes along.
  globalThis.setImmediate = Object.assign(patient, immediately) as unknown as typeof immediately;
}
