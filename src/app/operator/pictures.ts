/** What ⊛ is tried on along two axes: the picture that the network looks at, and kernels known by what they do. */
import type { PageState } from "../state.ts";
import type { Grid } from "./signals.ts";

const side = 28;

/** The sign ⊛ itself: where the network has no picture. */
function sign(): Grid {
  const data = Float64Array.from({ length: side * side }, (_, at) => {
    const [x, y] = [(at % side) - (side - 1) / 2, Math.floor(at / side) - (side - 1) / 2];
    const radius = Math.hypot(x, y);
    // Distance from the ring, and from the nearest of three strokes.
    const ring = Math.abs(radius - 11.5);
    const strokes = [0, 1, 2].map((k) => Math.abs(x * Math.cos((k * Math.PI) / 3) - y * Math.sin((k * Math.PI) / 3)));
    const distance = Math.min(ring, radius < 6.5 ? Math.min(...strokes) : 9);
    return Math.min(1, Math.max(0, 1.5 - distance));
  });
  return { shape: [side, side], data };
}

/** The first map of what the network looks at. */
export function pictureOf({ sight }: PageState): Grid {
  const [, , height, width] = sight?.input.value.shape ?? [];
  if (sight === undefined || !(height > 4) || !(width > 4)) return sign();
  return { shape: [height, width], data: Float64Array.from(sight.input.value.data.subarray(0, height * width)) };
}

const threes = (...values: number[]): Grid => ({ shape: [3, 3], data: Float64Array.from(values) });

/** By the names that they are known by. */
export const kernels: Readonly<Record<string, Grid>> = {
  "edges, left to right": threes(1, 0, -1, 2, 0, -2, 1, 0, -1),
  "edges, top to bottom": threes(1, 2, 1, 0, 0, 0, -1, -2, -1),
  blur: threes(1, 2, 1, 2, 4, 2, 1, 2, 1),
  sharpen: threes(0, -1, 0, -1, 5, -1, 0, -1, 0),
  "shift by one": threes(0, 0, 0, 0, 0, 1, 0, 0, 0),
};

/** The kernels of the first convolution as they are now, where it looks at one map: they too are offered. */
export function learnedKernels({ weights }: PageState): readonly Grid[] {
  const [first] = weights;
  if (first === undefined || first.shape.length !== 4 || first.shape[1] !== 1) return [];
  const [maps, , height, width] = first.shape;
  const size = height * width;
  return Array.from({ length: maps }, (_, map) => ({
    shape: [height, width],
    data: Float64Array.from(first.data.subarray(map * size, (map + 1) * size)),
  }));
}
