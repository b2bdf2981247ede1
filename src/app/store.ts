/** One value, many readers. However often it changes, readers are called once a frame at most. */
export interface Store<T> {
  get(): T;
  set(next: T): void;
  subscribe(reader: (value: T) => void): void;
}

export function createStore<T>(initial: T): Store<T> {
  const readers: ((value: T) => void)[] = [];
  let value = initial;
  let frame = 0;
  return {
    get: () => value,
    set(next) {
      value = next;
      // A hidden tab gets no frames: the change waits there and costs nothing.
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        for (const reader of readers) reader(value);
      });
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
