/** The surface to draw a digit on: mouse, finger, pen or arrow keys. */
import { drawingToImage } from "../../data/drawing.ts";
import type { Actions } from "../actions.ts";
import { byId, html } from "../look/elements.ts";
import { colour, onThemeChange } from "../look/theme.ts";
import type { NetworkOf } from "../network/networkOf.ts";
import { dependingOn, type View } from "../view.ts";
import { Drawing, type Point } from "./strokes.ts";

/** Pixels to a side of the raster that the picture is averaged from: ten for each of the 20 that a digit is scaled to. */
const raster = 200;
/** How far an arrow key moves the pen, in shares of the side; with Shift four times as far. */
const keyStep = 1 / 28;

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * Puts the surface and its buttons into a place.
 *
 * @param draw is given the drawing as a picture, at most once a frame; null where it is empty
 */
export function createPad(place: HTMLElement, draw: (picture: Float32Array | null) => void): void {
  const surface = html("canvas", {
    class: "pad-surface",
    tabindex: "0",
    role: "application",
    "aria-label": "Draw a digit",
    "aria-description":
      "Arrow keys move the pen, Space puts it down and lifts it, Delete clears, a digit says what it is.",
  });
  const undo = html("button", { type: "button", class: "button" }, "Undo");
  const clear = html("button", { type: "button", class: "button" }, "Clear");
  place.append(surface, html("div", { class: "pad-buttons" }, undo, clear));

  const drawing = new Drawing();
  const context = surface.getContext("2d")!;
  let pointer: number | undefined;
  /** The pen of the keyboard: shown while the surface has the focus through it. */
  let pen: { x: number; y: number; down: boolean } | undefined;
  let frame = 0;

  function paint(): void {
    const side = Math.round(surface.clientWidth * devicePixelRatio);
    if (side === 0) return;
    if (surface.width !== side) surface.width = surface.height = side;
    drawing.paint(context, side, colour("ink"));
    if (drawing.strokes.length === 0 && !pen) hint(side);
    if (pen) cross(side);
  }

  function hint(side: number): void {
    context.fillStyle = colour("quiet");
    context.font = `${14 * devicePixelRatio}px ${getComputedStyle(document.body).fontFamily}`;
    context.textAlign = "center";
    context.fillText("Draw a digit", side / 2, side / 2);
  }

  function cross(side: number): void {
    const [x, y, arm] = [pen!.x * side, pen!.y * side, side / 24];
    context.strokeStyle = colour(pen!.down ? "forward" : "quiet");
    context.lineWidth = 2 * devicePixelRatio;
    context.beginPath();
    context.moveTo(x - arm, y);
    context.lineTo(x + arm, y);
    context.moveTo(x, y - arm);
    context.lineTo(x, y + arm);
    context.stroke();
  }

  /** However many points a pen delivers, the drawing is painted and read once a frame. */
  function changed(): void {
    undo.disabled = !drawing.canUndo;
    clear.disabled = drawing.strokes.length === 0;
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      paint();
      draw(drawingToImage(drawing.rasterise(raster), raster, raster));
    });
  }

  function pointOf(event: PointerEvent): Point {
    const { left, top, width, height } = surface.getBoundingClientRect();
    const weight = event.pointerType === "pen" ? 0.6 + 0.8 * event.pressure : 1;
    return { x: (event.clientX - left) / width, y: (event.clientY - top) / height, weight };
  }

  surface.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || pointer !== undefined) return;
    pointer = event.pointerId;
    pen = undefined;
    surface.setPointerCapture(pointer);
    drawing.begin(pointOf(event));
    changed();
  });
  surface.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer) return;
    const events = event.getCoalescedEvents();
    for (const each of events.length > 0 ? events : [event]) drawing.extend(pointOf(each));
    changed();
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"] as const) {
    surface.addEventListener(end, (event) => {
      if (event.pointerId === pointer) pointer = undefined;
    });
  }

  surface.addEventListener("keydown", (event) => {
    const arrow = arrows[event.key];
    pen ??= { x: 0.5, y: 0.5, down: false };
    if (arrow) {
      const step = keyStep * (event.shiftKey ? 4 : 1);
      pen.x = Math.min(1, Math.max(0, pen.x + step * arrow[0]));
      pen.y = Math.min(1, Math.max(0, pen.y + step * arrow[1]));
      if (pen.down) drawing.extend({ x: pen.x, y: pen.y, weight: 1 });
    } else if (event.key === " ") {
      pen.down = !pen.down;
      if (pen.down) drawing.begin({ x: pen.x, y: pen.y, weight: 1 });
    } else if (event.key === "Delete" || event.key === "Backspace") {
      pen.down = false;
      drawing.clear();
    } else if (event.key === "z" && (event.ctrlKey || event.metaKey)) {
      pen.down = false;
      drawing.undo();
    } else {
      return;
    }
    event.preventDefault();
    changed();
  });
  surface.addEventListener("blur", () => {
    pen = undefined;
    paint();
  });
  undo.addEventListener("click", () => {
    drawing.undo();
    changed();
  });
  clear.addEventListener("click", () => {
    drawing.clear();
    changed();
  });
  new ResizeObserver(paint).observe(surface);
  onThemeChange(paint);
  undo.disabled = clear.disabled = true;
}

export function padView(networkOf: NetworkOf, actions: Actions): View {
  createPad(byId("pad"), actions.draw);
  return dependingOn(
    ({ settings }) => [networkOf(settings)],
    ({ settings }) => {
      byId("drawing").hidden = networkOf(settings).recipe.input.join() !== "1,28,28";
    },
  );
}
