/**
 * Shows the latest of many things, but not more often than every so many milliseconds: the first at once, the last for certain.
 *
 * @returns to be called with each; `atOnce` lets it through whenever it comes
 */
export function seldom<T>(milliseconds: number, show: (latest: T) => void): (latest: T, atOnce?: boolean) => void {
  let shown = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting: T;

  function now(): void {
    clearTimeout(timer);
    timer = undefined;
    shown = performance.now();
    show(waiting);
  }

  return (latest, atOnce = false) => {
    waiting = latest;
    const left = shown + milliseconds - performance.now();
    if (atOnce || left <= 0) now();
    else timer ??= setTimeout(now, left);
  };
}
