/** Maps as tiles of pixels, in columns; or the features of a vector as cells. Each number can be pointed at. */
import { html } from "../look/elements.ts";
import { pixelsOf, type Scale } from "../look/scale.ts";
import { cellAt, createTile, paintPixels } from "../look/tile.ts";
import { type WalkShape, walkable } from "../look/walk.ts";

/** Space between two tiles. */
const gap = 3;

/** The numbers of a stage: so many maps, each `height` × `width`. A vector is one map of a few columns. */
export type MapsShape = WalkShape;

export interface MapsPicture {
  readonly element: HTMLElement;
  /** Pixels across, were a map to measure `side` at its longer side and all of them no more than `room` from top to bottom. */
  widthFor(side: number, room: number): number;
  fit(side: number, room: number): void;
  paint(values: ArrayLike<number>, limit: number, scale: Scale): void;
  /** Marks the elements at these places, and no others: in each map the rectangle that they lie in; and apart from them one that was chosen. */
  mark(places: readonly number[], chosen?: number): void;
  /** Keys go on from this element. */
  stand(place: number): void;
}

/** A rectangle of a map, in rows and columns. */
interface Region {
  readonly map: number;
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** The rectangles that elements lie in, one for each map that has any. */
function regionsOf(places: readonly number[], { height, width }: MapsShape): Region[] {
  const regions = new Map<number, Region>();
  for (const place of places) {
    const [map, p, q] = [Math.floor(place / (height * width)), Math.floor(place / width) % height, place % width];
    const { top, left, bottom, right } = regions.get(map) ?? { top: p, left: q, bottom: p, right: q };
    regions.set(map, {
      map,
      top: Math.min(top, p),
      left: Math.min(left, q),
      bottom: Math.max(bottom, p),
      right: Math.max(right, q),
    });
  }
  return [...regions.values()];
}

/** What was pointed at, or walked to: an element by its place in row-major order. */
export type Choose = (place: number) => void;

/** Columns that hold all maps, where each has so many rows. */
const columnsFor = (maps: number, side: number, room: number) =>
  Math.ceil(maps / Math.max(1, Math.floor((room + gap) / (side + gap))));

export function mapsPicture(shape: MapsShape, name: string, choose: Choose, walkTo: Choose): MapsPicture {
  const { maps, height, width } = shape;
  const tiles = Array.from({ length: maps }, (_, map) => {
    const tile = createTile(width, height);
    tile.addEventListener("click", (event) => {
      const [p, q] = cellAt(tile, event);
      const at = (map * height + p) * width + q;
      if (at < shape.count) choose(at);
    });
    return tile;
  });
  const cursors = html("div", { class: "cursors" });
  const element = html("div", { class: "maps" }, ...tiles, cursors);
  const walk = walkable(element, name, shape, walkTo);
  let marked: readonly Region[] = [];
  /** Which of them is the one that was chosen. */
  let chosenAt = -1;

  /** Pixels of a tile: whole ones for each number, where that costs little of the room. */
  function sizeFor(side: number): [across: number, down: number] {
    const longer = Math.max(height, width);
    const cell = side >= 3 * longer ? Math.floor(side / longer) : side / longer;
    return [Math.max(1, Math.round(cell * width)), Math.max(1, Math.round(cell * height))];
  }

  function place(): void {
    const marks = marked.map(({ map, top, left, bottom, right }, at) => {
      const tile = tiles[map];
      const [across, down] = [tile.clientWidth / width, tile.clientHeight / height];
      const isChosen = at === chosenAt;
      const cursor = html("span", { class: isChosen ? "cursor chosen" : "cursor" });
      // Big enough to be seen; but the chosen one within its window.
      const least = isChosen ? 1.5 : 3;
      Object.assign(cursor.style, {
        left: `${tile.offsetLeft + left * across}px`,
        top: `${tile.offsetTop + top * down}px`,
        width: `${Math.max((right - left + 1) * across, least)}px`,
        height: `${Math.max((bottom - top + 1) * down, least)}px`,
      });
      return cursor;
    });
    cursors.replaceChildren(...marks);
  }

  return {
    element,
    stand: walk.stand,
    widthFor(side, room) {
      const columns = columnsFor(maps, sizeFor(side)[1], room);
      return columns * (sizeFor(side)[0] + gap) - gap;
    },
    fit(side, room) {
      const [across, down] = sizeFor(side);
      element.style.setProperty("--across", `${across}px`);
      element.style.setProperty("--down", `${down}px`);
      element.style.setProperty("--columns", `${columnsFor(maps, down, room)}`);
      // Fewer pixels than numbers: then their mean is nearer to the truth than every second of them.
      element.classList.toggle("smaller", across < width);
      place();
    },
    paint(values, limit, scale) {
      const pixel = pixelsOf(scale);
      tiles.forEach((tile, map) => paintPixels(tile, pixel, (i) => (values[map * height * width + i] ?? 0) / limit));
    },
    mark(places, chosen) {
      const [before, wasAt] = [marked, chosenAt];
      marked = regionsOf(places, shape);
      chosenAt = chosen === undefined ? -1 : marked.length;
      if (chosen !== undefined) marked = [...marked, ...regionsOf([chosen], shape)];
      // To ask where the tiles are has the browser lay them out: while it trains, the same are marked again and again.
      if (chosenAt !== wasAt || JSON.stringify(marked) !== JSON.stringify(before)) place();
    },
  };
}
