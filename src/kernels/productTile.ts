/** What the kernels that compute a product of matrices tile by tile, lib/productTile.wgsl, have in common. */
import type { DeviceTraits } from "../core/device.ts";
import type { Effort, Site } from "./kernel.ts";
import { hasDearWorkgroupMemory, PRICE } from "./prices.ts";

/** A product of matrices: left [rows, terms] · right [terms, columns]. */
export interface Product {
  readonly rows: number;
  readonly columns: number;
  readonly terms: number;
  /** Most partial sums that it may be left as; left out, it is left whole. */
  readonly parts?: number;
}

/** How it is divided among lanes: the constants of lib/productTile.wgsl. */
interface Tile {
  readonly QUADS: number;
  readonly ROW_LANES: number;
  readonly COLUMN_LANES: number;
  readonly SLICES: number;
  readonly STEP: number;
  readonly LANES: number;
  readonly PARTS: number;
}

/** Invocations and bytes of memory that every device lets a workgroup have. */
const MOST = { lanes: 256, bytes: 16_384 };

const mostBytes = (device: DeviceTraits) => (hasDearWorkgroupMemory(device) ? 2_048 : MOST.bytes);

/** Bytes of workgroup memory for a lane: with more, too few workgroups would fit side by side to hide how long loads take. */
const bytesPerLane = ({ vendor }: DeviceTraits) => (vendor === "nvidia" ? 128 : 64);

/** Lanes that have to stand side by side for their words to be the same throughout a subgroup. */
const SUBGROUP = 32;

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

/** Counts of a tile: what all workgroups do together. */
function countsOf({ rows, columns, terms }: Product, tile: Tile) {
  const { QUADS, ROW_LANES, COLUMN_LANES, SLICES, STEP, LANES, PARTS } = tile;
  const [height, width] = [4 * QUADS * ROW_LANES, 4 * COLUMN_LANES];
  const groups = Math.ceil(rows / height) * Math.ceil(columns / width) * PARTS;
  const steps = Math.ceil(terms / PARTS / STEP);
  const done = groups * steps * STEP;
  // A lane of each slice has what its own columns and its rows need; in the end every slice but one hands its sums to another.
  const handed = groups * ((LANES * (SLICES - 1)) / SLICES) * 16 * QUADS;
  const uniform = COLUMN_LANES % SUBGROUP === 0 ? done * ROW_LANES * COLUMN_LANES * 4 * QUADS : 0;
  return {
    groups,
    multiplyAdds: done * height * width,
    left: done * height,
    right: done * width,
    shared: done * ROW_LANES * COLUMN_LANES * (4 + 4 * QUADS) + handed,
    uniformShared: uniform,
    barriers: 2 * steps + 2 * Math.log2(SLICES),
  };
}

/** Cost of a tile, in multiply-adds of one lane at a time, on a card that so many invocations keep busy. */
function priceOf(product: Product, tile: Tile, fill: number): number {
  const { groups, multiplyAdds, left, right, shared, uniformShared, barriers } = countsOf(product, tile);
  const waves = (groups * tile.LANES) / fill;
  const lanes = Math.min(groups * tile.LANES, fill);
  const exchanged = PRICE.shared * (shared - uniformShared) + PRICE.uniformShared * uniformShared;
  const work = Math.max(multiplyAdds, PRICE.load * (left + right), exchanged) / lanes;
  const written = tile.PARTS > 1 ? (PRICE.partial * tile.PARTS * product.rows * product.columns) / fill : 0;
  return work + PRICE.barrier * barriers * Math.max(1, waves) + written;
}

/** Distance of the terms of so many quads of rows: odd. */
const pitchOf = (quads: number) => 2 * Math.floor(quads / 2) + 1;

/** Bytes of workgroup memory. */
function bytesOf({ QUADS, ROW_LANES, COLUMN_LANES, SLICES, STEP }: Omit<Tile, "PARTS">) {
  const handed = Math.floor(SLICES / 2) * ROW_LANES * COLUMN_LANES * 4 * QUADS;
  return 16 * (STEP * pitchOf(ROW_LANES * QUADS) + Math.max(STEP * COLUMN_LANES, handed));
}

/** Terms at a time: as many as memory allows, in steps of about the same size. */
function stepFor(device: DeviceTraits, terms: number, tile: Omit<Tile, "STEP" | "PARTS">): number {
  const { QUADS, ROW_LANES, COLUMN_LANES, SLICES, LANES } = tile;
  const bytes = Math.min(mostBytes(device), bytesPerLane(device) * LANES);
  const most = Math.floor(bytes / (16 * (pitchOf(ROW_LANES * QUADS) + COLUMN_LANES)));
  const even = Math.ceil(terms / Math.ceil(terms / Math.max(most, 1)));
  return Math.min(Math.ceil(even / SLICES) * SLICES, Math.max(1, Math.floor(most / SLICES)) * SLICES);
}

/** Every tile that a workgroup can have, with as many partial sums as fill a device or fewer. */
function* tilesFor({ rows, columns, terms, parts: most = 1 }: Product, device: DeviceTraits): Generator<Tile> {
  for (const QUADS of [2, 1]) {
    for (const ROW_LANES of range(1, Math.min(8, Math.ceil(rows / 4 / QUADS)))) {
      for (const COLUMN_LANES of [32, 16, 8]) {
        for (const SLICES of [1, 2, 4, 8, 16]) {
          const LANES = ROW_LANES * COLUMN_LANES * SLICES;
          if (LANES < SUBGROUP || LANES > MOST.lanes) continue;
          const tiles = Math.ceil(rows / (4 * QUADS * ROW_LANES)) * Math.ceil(columns / (4 * COLUMN_LANES));
          const enough = Math.ceil(device.fill / (tiles * LANES));
          for (let wanted = Math.min(most, enough); wanted >= 1; wanted = Math.floor(wanted / 2)) {
            const lanes = { QUADS, ROW_LANES, COLUMN_LANES, SLICES, LANES };
            const STEP = stepFor(device, Math.ceil(terms / wanted), lanes);
            if (bytesOf({ ...lanes, STEP }) > mostBytes(device)) continue;
            const perPart = Math.ceil(Math.ceil(terms / wanted) / STEP) * STEP;
            // None may be left without a term.
            yield { ...lanes, STEP, PARTS: Math.ceil(terms / perPart) };
          }
        }
      }
    }
  }
}

/** The cheapest tile for a device; of equally cheap ones the first. */
function cheapestTile(product: Product, device: DeviceTraits): Tile {
  let best: Tile | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const tile of tilesFor(product, device)) {
    const price = priceOf(product, tile, device.fill);
    if (price < least) [best, least] = [tile, price];
  }
  return best!;
}

/** Tiles found before: a plan asks for the same one several times. */
const found = new Map<string, Tile>();

/** The tile of a product for the device that is planned for. */
export function productTile(product: Product, { device }: Pick<Site, "device">): Tile {
  const { rows, columns, terms, parts = 1 } = product;
  const key = [rows, columns, terms, parts, device.fill, device.vendor].join();
  const tile = found.get(key) ?? cheapestTile(product, device);
  found.set(key, tile);
  return tile;
}

/** Invocations of all tiles. */
export function productInvocations(product: Product, tile: Tile): number {
  return countsOf(product, tile).groups * tile.LANES;
}

/** What a lane holds beside sums and what it multiplies: places, bounds and counters. */
const PLACES = 24;

/**
 * @param leftWords words loaded for an element of the left matrix
 * @param others words loaded beside those of the matrices
 */
export function productEffort(product: Product, tile: Tile, { leftWords = 1, others = 0 } = {}): Effort {
  const { left, right, shared, uniformShared, barriers } = countsOf(product, tile);
  return {
    loads: leftWords * left + right + others,
    shared,
    uniformShared,
    workgroupWords: bytesOf(tile) / 4,
    registers: 16 * tile.QUADS + 4 * (1 + tile.QUADS) + PLACES,
    barriers,
  };
}
