/** A parameter array as pixels: for a convolution a picture for each of its maps, the kernels for its input maps side by side; else a matrix. */
import { html } from "../look/elements.ts";
import { type Formula, number, typeset, under, underOver } from "../look/math.ts";
import { pixelsOf, type Scale } from "../look/scale.ts";
import { cellAt, createTile, paintPixels } from "../look/tile.ts";
import { type Walk, walkable } from "../look/walk.ts";

const gap = 12;
/** A weight grows to so many pixels at most. */
const largestCell = 64;
const nameHeight = 24;

/** `maps` pictures of `parts` kernels side by side, each `down` × `across`. */
export interface WeightGrid {
  readonly maps: number;
  readonly parts: number;
  readonly down: number;
  readonly across: number;
}

/** [M, C/G, KH, KW] of a convolution, or [O, F]. */
export function gridOf(shape: readonly number[]): WeightGrid {
  const [maps, parts, down, across] = shape.length === 4 ? shape : [1, 1, shape[0], shape[1] ?? 1];
  return { maps, parts, down, across };
}

/** How many pictures stand side by side, and how large a weight is, where they have so many pixels. */
export function layoutOf(grid: WeightGrid, width: number, height: number): { columns: number; cell: number } {
  const { maps, parts, down, across } = grid;
  const layouts = Array.from({ length: maps }, (_, i) => {
    const columns = i + 1;
    const wide = (width - (columns - 1) * gap) / columns / (parts * (across + 1) - 1);
    const high = (height / Math.ceil(maps / columns) - nameHeight) / down;
    return { columns, cell: Math.max(0, Math.min(wide, Math.max(high, 2), largestCell)) };
  });
  const greatest = layouts.reduce((one, other) => (other.cell > one.cell ? other : one));
  // Full rows without a hole in the middle are worth an eighth of a cell.
  const full = layouts.findLast(({ columns, cell }) => maps % columns === 0 && cell >= (7 / 8) * greatest.cell);
  return full ?? greatest;
}

export class WeightTiles {
  readonly element = html("div", { class: "kernel-grid" });
  readonly grid: WeightGrid;
  readonly #tiles: HTMLCanvasElement[];
  readonly #cursor = html("span", { class: "cursor", hidden: "" });
  readonly #walk: Walk;
  #marked: number | undefined;

  /**
   * @param weight its symbol
   * @param name of the whole
   * @param choose is told the place of a weight that was pointed at, `walkTo` of one that keys have come to
   */
  constructor(
    grid: WeightGrid,
    weight: Formula,
    name: string,
    choose: (place: number) => void,
    walkTo: (place: number) => void,
  ) {
    this.grid = grid;
    const { maps, parts, down, across } = grid;
    // One pixel of ground between two kernels.
    this.#tiles = Array.from({ length: maps }, (_, map) => {
      const tile = createTile(parts * (across + 1) - 1, down);
      tile.addEventListener("click", (event) => {
        const [row, column] = cellAt(tile, event);
        const [part, j] = [Math.floor(column / (across + 1)), column % (across + 1)];
        if (j < across) choose(((map * parts + part) * down + row) * across + j);
      });
      return tile;
    });
    this.element.append(
      ...this.#tiles.map((tile, map) => {
        const own = maps === 1 ? weight : nameOf(weight, map + 1);
        return html("figure", { class: "kernel" }, tile, html("figcaption", {}, typeset(own)));
      }),
      this.#cursor,
    );
    const kernels = maps * parts;
    const count = kernels * down * across;
    this.#walk = walkable(this.element, name, { maps: kernels, height: down, width: across, count }, walkTo);
  }

  /** The largest cell that lets all pictures fit a width and, as far as that leaves them legible, a height. */
  fit(width: number, height: number): void {
    const best = layoutOf(this.grid, width, height);
    const cell = best.cell >= 1 ? Math.floor(best.cell) : best.cell;
    this.element.style.setProperty("--columns", `${best.columns}`);
    for (const tile of this.#tiles) {
      tile.style.width = `${cell * tile.width}px`;
      tile.style.height = `${cell * this.grid.down}px`;
    }
    this.#place();
  }

  /** Marks the weight that is open. */
  mark(place: number | undefined): void {
    this.#marked = place;
    if (place !== undefined) this.#walk.stand(place);
    this.#place();
  }

  #place(): void {
    const place = this.#marked;
    this.#cursor.hidden = place === undefined;
    if (place === undefined) return;
    const { parts, down, across } = this.grid;
    const [kernel, row, column] = [
      Math.floor(place / (down * across)),
      Math.floor(place / across) % down,
      place % across,
    ];
    const tile = this.#tiles[Math.floor(kernel / parts)];
    const [wide, high] = [tile.clientWidth / tile.width, tile.clientHeight / down];
    Object.assign(this.#cursor.style, {
      left: `${tile.offsetLeft + ((kernel % parts) * (across + 1) + column) * wide}px`,
      top: `${tile.offsetTop + row * high}px`,
      width: `${Math.max(wide, 3)}px`,
      height: `${Math.max(high, 3)}px`,
    });
  }

  paint(values: ArrayLike<number>, limit: number, scale: Scale): void {
    const { parts, down, across } = this.grid;
    const pixel = pixelsOf(scale);
    this.#tiles.forEach((tile, map) => {
      paintPixels(tile, pixel, (i) => {
        const [row, column] = [Math.floor(i / tile.width), i % tile.width];
        const [part, j] = [Math.floor(column / (across + 1)), column % (across + 1)];
        // Between two kernels there is ground.
        return j < across ? values[((map * parts + part) * down + row) * across + j] / limit : 0;
      });
    });
  }
}

/** k¹ of a map: k¹ with the map's number below. */
function nameOf(weight: Formula, map: number): Formula {
  const [tag, base, above] = weight;
  if (tag === "msup") return underOver(base as Formula, number(map), above as Formula);
  return under(weight, number(map));
}
