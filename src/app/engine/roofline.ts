/** A roofline chart in numbers: both axes are logarithmic, places on them go from 0 to 1. */
import type { Measured, Phase, Roofs } from "./protocol.ts";

export interface Axis {
  readonly least: number;
  readonly most: number;
  /** Powers of ten within. */
  readonly ticks: readonly number[];
  at(value: number): number;
}

/** From a power of ten at or below the least value to one at or above the greatest. */
export function logAxis(values: readonly number[]): Axis {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  const low = Math.floor(Math.log10(Math.min(...positive)));
  // At least one decade.
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...positive))));
  const ticks = Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i));
  return {
    least: 10 ** low,
    most: 10 ** high,
    ticks,
    at: (value) => (Math.log10(value) - low) / (high - low),
  };
}

export interface Dot {
  readonly label: string;
  readonly phase: Phase;
  /** Operations for each byte that is read or written. */
  readonly intensity: number;
  readonly gflops: number;
}

export function dotsOf({ rows }: Measured): Dot[] {
  return rows.map(({ label, phase, gflops, gbs }) => ({ label, phase, intensity: gflops / gbs, gflops }));
}

/** GFLOP/s that a device can reach at best with so many operations a byte. */
export function roofAt({ flops, bandwidth }: Roofs, intensity: number): number {
  return Math.min(flops, bandwidth * intensity) / 1e9;
}

/** Axes on which every dot, and the corner of the roof, has its place. */
export function axesOf(measured: Measured): { readonly x: Axis; readonly y: Axis } {
  const dots = dotsOf(measured);
  const { flops, bandwidth } = measured.roofs;
  const x = logAxis([...dots.map(({ intensity }) => intensity), flops / bandwidth]);
  return { x, y: logAxis([...dots.map(({ gflops }) => gflops), flops / 1e9]) };
}

/** The roof from the left end to the right: along the memory's slope, then level; nothing of it beneath the chart. */
export function roofLine(roofs: Roofs, x: Axis, y: Axis): [number, number][] {
  const begin = Math.max(x.least, (y.least * 1e9) / roofs.bandwidth);
  const corner = roofs.flops / roofs.bandwidth;
  return [begin, corner, x.most].map((intensity) => [x.at(intensity), y.at(roofAt(roofs, intensity))]);
}
