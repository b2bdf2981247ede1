/** What the dense kernels that hand values from lane to lane have in common. */
import type { Site } from "./kernel.ts";

/** Most rows of the block that an invocation holds; lib/rowBlock.wgsl is written for these. */
export const MOST_ROWS = 16;

/** Whether the kernels are meant for a site's device: on a card, lanes in different samples load far apart, and workgroups are this small. */
export function suitsRowBlocks({ device: { software, subgroupSize } }: Site): boolean {
  return software && subgroupSize >= 4;
}

/** Rows of a block, so that blocks are about equal. */
export function rowsFor(rows: number): number {
  return Math.ceil(rows / Math.ceil(rows / MOST_ROWS));
}

/** Loads with which the lanes of a subgroup have so many rows of a column, one row each and the rest once more. */
export function loadsOfRows(rows: number, subgroupSize: number): number {
  return Math.ceil(rows / Math.min(subgroupSize, 8));
}

/** Registers of an invocation: its block, a column and rows of it. */
export const blockRegisters = (rows: number): number => 4 * rows + 8;
