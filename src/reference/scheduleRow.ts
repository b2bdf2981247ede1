import type { NdArray } from "./book.ts";

/** The row of the schedule that belongs to the step at hand: `record` has counted it already. */
export function scheduleRow(schedule: NdArray, step: NdArray): [eta: number, c1: number, c2: number] {
  const [rows, columns] = schedule.shape;
  const row = ((step.data[0] - 1) % rows) * columns;
  return [schedule.data[row], schedule.data[row + 1], schedule.data[row + 2]];
}
