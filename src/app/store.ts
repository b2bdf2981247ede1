/** One value, many readers. However often it changes, readers are called once a frame at most. */
export interface Store<T> {
  get(): T;
  set(next: T): void;
  subscribe(reader: (value: T) => void): void;
}

/** Milliseconds of a frame after which readers that have not had their turn get it in the next: together they would hold the page up. */
const share = 6;

export function createStore<T>(initial: T): Store<T> {
  const readers: ((value: T) => void)[] = [];
  let value = initial;
  let frame = 0;
  /** The reader whose turn it is, and how many have not seen the value yet. */
  let next = 0;
  let left = 0;

  function read(): void {
    frame = 0;
    let due = left;
    left = 0;
    const started = performance.now();
    do {
      const reader = readers[next];
      next = (next + 1) % readers.length;
      due--;
      reader(value);
    } while (due > 0 && performance.now() - started < share);
    // A reader may have changed the value: then all have to see it.
    left = Math.max(left, due);
    if (left > 0) frame ||= requestAnimationFrame(read);
  }
  return {
    get: () => value,
    set(latest) {
      value = latest;
      left = readers.length;
      // A hidden tab gets no frames: the change waits there and costs nothing.
      if (left > 0) frame ||= requestAnimationFrame(read);
    },
    subscribe(reader) {
      readers.push(reader);
      reader(value);
    },
  };
}

/** Does something once: when first there is a value that is wanted. */
export function whenFirst<T>(store: Store<T>, isWanted: (value: T) => boolean, act: () => void): void {
  let isDone = false;
  store.subscribe((value) => {
    if (isDone || !isWanted(value)) return;
    isDone = true;
    act();
  });
}
