/** The unit square with all points, and what the network says of every place of it; the line where it wavers, now and after the next step. */
import { html } from "../look/elements.ts";
import { diverging, pixelsOf } from "../look/scale.ts";
import { colour, onThemeChange } from "../look/theme.ts";
import { forward, type Nine, type Sample } from "./twoNeurons.ts";

/** Places across, pixels across, and of a point. */
const cells = 44;
const side = 208;
const dot = 1.7;

type Segment = readonly [x1: number, y1: number, x2: number, y2: number];

/**
 * Where a function on the unit square is 0: a segment, or two, for each cell of a grid that it changes its sign in.
 *
 * @param across cells in each direction
 */
export function zeroLine(f: (x: number, y: number) => number, across: number): Segment[] {
  const values = Array.from({ length: (across + 1) ** 2 }, (_, at) =>
    f((at % (across + 1)) / across, Math.floor(at / (across + 1)) / across),
  );
  const segments: Segment[] = [];
  for (let row = 0; row < across; row++)
    for (let column = 0; column < across; column++) {
      const corners = [
        [column, row],
        [column + 1, row],
        [column + 1, row + 1],
        [column, row + 1],
      ] as const;
      const crossings = corners.flatMap(([x, y], k) => {
        const [x2, y2] = corners[(k + 1) % 4];
        const [a, b] = [values[y * (across + 1) + x], values[y2 * (across + 1) + x2]];
        if (a < 0 === b < 0) return [];
        const t = a / (a - b);
        return [[(x + t * (x2 - x)) / across, (y + t * (y2 - y)) / across] as const];
      });
      for (let k = 0; k + 1 < crossings.length; k += 2) segments.push([...crossings[k], ...crossings[k + 1]]);
    }
  return segments;
}

export interface Plane {
  readonly element: HTMLElement;
  paint(weights: Nine, after: Nine, chosen: number): void;
}

/** @param choose is told which point has been pointed at */
export function plane(samples: readonly Sample[], choose: (index: number) => void): Plane {
  const canvas = html("canvas", { class: "plane", role: "img" });
  canvas.setAttribute("aria-label", "The points, and what the network says of every place of the square");
  const context = canvas.getContext("2d")!;
  const field = html("canvas", { width: `${cells}`, height: `${cells}` });
  const axis = (className: string, letter: string, index: string) =>
    html("span", { class: `math ${className}` }, html("i", {}, letter), html("sub", {}, index));
  const words = html(
    "p",
    { class: "quiet" },
    "The network’s answer at every place: ",
    html("span", { class: "negative" }, "0"),
    " to ",
    html("span", { class: "positive" }, "1"),
    ". Rings are to be 0, dots 1. The line: ½, ",
    html("span", { class: "is-update" }, "dashed after the step"),
    ". Choose a point by touching it.",
  );
  const picture = html("div", { class: "plane-picture" }, canvas, axis("plane-x", "x", "1"), axis("plane-y", "x", "2"));
  const element = html("div", { class: "plane-place" }, picture, words);
  let latest: Parameters<Plane["paint"]> | undefined;

  canvas.addEventListener("click", ({ clientX, clientY }) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const [x, y] = [(clientX - left) / width, 1 - (clientY - top) / height];
    const distances = samples.map(({ x1, x2 }) => (x1 - x) ** 2 + (x2 - y) ** 2);
    choose(distances.indexOf(Math.min(...distances)));
  });

  function draw(): void {
    if (latest === undefined) return;
    const [weights, after, chosen] = latest;
    const answer = (by: Nine) => (x1: number, x2: number) => forward(by, { x1, x2, yTrue: 0 }).yPred - 0.5;
    const density = devicePixelRatio;
    canvas.width = canvas.height = side * density;
    const image = new ImageData(cells, cells);
    const pixels = new Uint32Array(image.data.buffer);
    const pixel = pixelsOf(diverging());
    const now = answer(weights);
    for (let i = 0; i < pixels.length; i++) {
      const [x, y] = [((i % cells) + 0.5) / cells, 1 - (Math.floor(i / cells) + 0.5) / cells];
      // From −½ to ½, half as strong as the scale allows: the points stand out.
      pixels[i] = pixel(now(x, y));
    }
    field.getContext("2d")!.putImageData(image, 0, 0);
    context.scale(density, density);
    context.imageSmoothingEnabled = false;
    context.drawImage(field, 0, 0, side, side);
    for (const kind of [0, 1]) {
      context.strokeStyle = context.fillStyle = colour("ink");
      context.globalAlpha = 0.7;
      context.beginPath();
      for (const { x1, x2, yTrue } of samples) {
        if (yTrue !== kind) continue;
        context.moveTo(x1 * side + dot, (1 - x2) * side);
        context.arc(x1 * side, (1 - x2) * side, dot, 0, 2 * Math.PI);
      }
      context.lineWidth = 0.8;
      if (kind === 0) context.stroke();
      else context.fill();
    }
    context.globalAlpha = 1;
    line(zeroLine(now, cells), "ink");
    line(zeroLine(answer(after), cells), "update", true);
    const { x1, x2 } = samples[chosen];
    context.lineWidth = 2;
    context.strokeStyle = colour("ground");
    ring(x1, x2, 8);
    context.strokeStyle = colour("ink");
    ring(x1, x2, 6);
  }

  function ring(x1: number, x2: number, radius: number): void {
    context.beginPath();
    context.arc(x1 * side, (1 - x2) * side, radius, 0, 2 * Math.PI);
    context.stroke();
  }

  function line(segments: readonly Segment[], name: "ink" | "update", isDashed = false): void {
    context.strokeStyle = colour(name);
    context.lineWidth = 2;
    context.beginPath();
    // By their places: the segments come in rows, not along the line.
    for (const [a, b, c, d] of segments) {
      if (isDashed && Math.floor(14 * (a - b + 1)) % 2 === 0) continue;
      context.moveTo(a * side, (1 - b) * side);
      context.lineTo(c * side, (1 - d) * side);
    }
    context.stroke();
  }

  onThemeChange(draw);
  return {
    element,
    paint(...now) {
      latest = now;
      draw();
    },
  };
}
