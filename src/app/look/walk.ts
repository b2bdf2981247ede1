/** Pictures of numbers that keys walk through, as a mouse points at one of them: one stop of Tab for each picture. */

/** So many maps, each `height` × `width`; of the last one only as much as there are numbers. */
export interface WalkShape {
  readonly maps: number;
  readonly height: number;
  readonly width: number;
  readonly count: number;
}

export interface Walk {
  /** Where one is, for a number that was come to in another way; who walks just now is not moved. */
  stand(place: number): void;
}

const steps: Readonly<Record<string, readonly [map: number, down: number, right: number]>> = {
  ArrowUp: [0, -1, 0],
  ArrowDown: [0, 1, 0],
  ArrowLeft: [0, 0, -1],
  ArrowRight: [0, 0, 1],
  PageUp: [-1, 0, 0],
  PageDown: [1, 0, 0],
};

/**
 * Where a key leads: an arrow to the number beside, within the same map; Page Up and Page Down to the same place of the map before and after.
 *
 * @param place in row-major order
 * @returns undefined where the key leads nowhere
 */
export function walked({ maps, height, width, count }: WalkShape, place: number, key: string): number | undefined {
  const step = steps[key];
  if (step === undefined) return undefined;
  const map = Math.floor(place / (height * width)) + step[0];
  const row = (Math.floor(place / width) % height) + step[1];
  const column = (place % width) + step[2];
  if (map < 0 || map >= maps || row < 0 || row >= height || column < 0 || column >= width) return undefined;
  const to = (map * height + row) * width + column;
  return to < count ? to : undefined;
}

/** The middle of the first map. */
export function middle({ height, width, count }: WalkShape): number {
  return Math.min(Math.floor(height / 2) * width + Math.floor(width / 2), count - 1);
}

/**
 * @param element gets the focus; its name says what it shows
 * @param go is called with each number walked to: first with the one that one stands at, by Enter, Space or an arrow
 * @param enter is called by Enter and Space, if those do something else
 */
export function walkable(
  element: HTMLElement,
  name: string,
  shape: WalkShape,
  go: (place: number) => void,
  enter: (place: number) => void = go,
): Walk {
  let place = middle(shape);
  let hasBegun = false;
  element.classList.add("walked");
  element.tabIndex = 0;
  // A screen reader hands the arrow keys on; and what it reads is the name, not hundreds of cells.
  element.role = "application";
  element.ariaLabel = name;

  element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== element) return;
    const isEnter = event.key === "Enter" || event.key === " ";
    if (!isEnter && !Object.hasOwn(steps, event.key)) return;
    // Neither does the page scroll, nor does the key mean what it does elsewhere.
    event.preventDefault();
    if (isEnter && event.repeat) return;
    const to = isEnter || !hasBegun ? place : walked(shape, place, event.key);
    if (to === undefined) return;
    hasBegun = true;
    place = to;
    (isEnter ? enter : go)(place);
  });
  return {
    stand(at) {
      if (document.activeElement === element && hasBegun) return;
      place = at;
      hasBegun = true;
    },
  };
}
