/** The style sheet's colours, for what is drawn on a canvas. */

export type Rgb = readonly [red: number, green: number, blue: number];
/** Registered in theme.css as colours, so that their computed value is one colour and no `light-dark(…)`. */
export type ColourName =
  | "ground"
  | "ink"
  | "quiet"
  | "hairline"
  | "forward"
  | "backward"
  | "update"
  | "negative"
  | "positive";

export function colour(name: ColourName): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`);
}

export function rgb(name: ColourName): Rgb {
  const [red, green, blue] = (colour(name).match(/[\d.]+/g) ?? []).map(Number);
  return [red ?? 0, green ?? 0, blue ?? 0];
}

/** Calls back when light becomes dark or dark light: canvases do not follow by themselves. */
export function onThemeChange(redraw: () => void): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
}
