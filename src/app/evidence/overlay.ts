/** Another run's curves, to be drawn behind those of the run on show. */
import type uPlot from "uplot";
import { colour } from "../look/theme.ts";
import { createStore, type Store } from "../store.ts";

export interface Line {
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

export interface Overlay {
  /** Which of the styles it is drawn in. */
  readonly style: number;
  /** Its test set is another one: accuracies do not compare. */
  readonly isOfOtherData: boolean;
  readonly losses: Line;
  readonly accuracies: Line;
}

const colours = ["run-1", "run-2", "run-3", "run-4", "run-5"] as const;
/** Pixels drawn and left out. None is a whole line: that is the run on show. */
const dashes = [
  [6, 3],
  [2, 2],
  [10, 3, 2, 3],
  [14, 4],
] as const;

/** A colour and a dash: what the one does not tell, the other does. There are 20 pairs. */
export const lineStyle = (style: number) => ({
  colour: colours[style % colours.length],
  dash: dashes[style % dashes.length],
});

/** None until somebody wants to see some. */
export const overlays: Store<readonly Overlay[]> = createStore<readonly Overlay[]>([]);

export function overlaySeries({ style }: Overlay): uPlot.Series {
  const { colour: name, dash } = lineStyle(style);
  return { stroke: colour(name), dash: [...dash], width: 1.5, points: { show: false }, spanGaps: true };
}
