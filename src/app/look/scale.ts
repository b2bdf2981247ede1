/**
 * Colour scales. Signed values diverge from the ground's colour at 0: blue below, orange above. Values without a sign run from the
 * ground's colour to ink, as on paper.
 */
import { type Rgb, rgb } from "./theme.ts";

/** From a value in −1 … 1 (diverging) or 0 … 1 (sequential) to a colour. */
export type Scale = (value: number) => Rgb;

export function diverging(): Scale {
  const [ground, negative, positive] = [rgb("ground"), rgb("negative"), rgb("positive")];
  return (value) => mix(ground, value < 0 ? negative : positive, Math.abs(value));
}

export function sequential(): Scale {
  const [ground, ink] = [rgb("ground"), rgb("ink")];
  return (value) => mix(ground, ink, value);
}

/** Of shares of a whole: from an empty cell to the hue of what flows forward. */
export function shades(): Scale {
  const [recess, forward] = [rgb("recess"), rgb("forward")];
  return (value) => mix(recess, forward, value);
}

/** Colours on either side of 0: more than an eye can tell apart. */
const LEVELS = 256;

/** A scale as the pixels of a canvas, for pictures of many numbers: one for each of −LEVELS … LEVELS. */
export function pixelsOf(scale: Scale): (value: number) => number {
  const bytes = new Uint8ClampedArray(4);
  const pixel = new Uint32Array(bytes.buffer);
  const table = Uint32Array.from({ length: 2 * LEVELS + 1 }, (_, i) => {
    bytes.set([...scale((i - LEVELS) / LEVELS), 255]);
    return pixel[0];
  });
  // What is no number is drawn as nothing.
  return (value) => table[Math.round(LEVELS * Math.max(-1, Math.min(1, value || 0))) + LEVELS];
}

/** Black or white, whichever stands out more on a colour: one of them has a contrast of 4.5 : 1 at least, whatever the colour. */
export function inkOn([red, green, blue]: Rgb): "black" | "white" {
  const linear = (part: number) => (part <= 10.31 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  return luminance > 0.179 ? "black" : "white";
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const t = Math.min(1, Math.max(0, share));
  return [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t, from[2] + (to[2] - from[2]) * t];
}

/**
 * A limit for a symmetric scale that rarely moves: the next of 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10 … above the greatest magnitude. A
 * scale that breathes with every step would make still weights look alive.
 */
export function roundLimit(magnitude: number): number {
  if (!(magnitude > 0) || !Number.isFinite(magnitude)) return 1;
  const power = 10 ** Math.floor(Math.log10(magnitude));
  return power * ([1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((step) => step * power >= magnitude) ?? 10);
}

/**
 * The limit of values that shrink as well as grow, such as gradients: it follows them up at once, and down where they fill less than a quarter of it.
 *
 * @param now the limit so far
 * @param own that of the values by themselves
 */
export function steadyLimit(now: number, own: number): number {
  return own > now || own < now / 4 ? own : now;
}
