/** The style sheet's colours, for what is drawn on a canvas. */

export type Rgb = readonly [red: number, green: number, blue: number];
/** Registered in theme.css as colours, so that their computed value is one colour and no `light-dark(…)`. */
export type ColourName =
  | "ground"
  | "ink"
  | "quiet"
  | "hairline"
  | "recess"
  | "forward"
  | "backward"
  | "update"
  | "negative"
  | "positive"
  | `run-${number}`;

/** Asking for a computed style between two changes of the page has the browser lay it out: it is asked once. */
const known = new Map<ColourName, string>();

export function colour(name: ColourName): string {
  const found = known.get(name) ?? getComputedStyle(document.documentElement).getPropertyValue(`--${name}`);
  known.set(name, found);
  return found;
}

export function rgb(name: ColourName): Rgb {
  const [red, green, blue] = (colour(name).match(/[\d.]+/g) ?? []).map(Number);
  return [red ?? 0, green ?? 0, blue ?? 0];
}

/** Calls back when light becomes dark or dark light: canvases do not follow by themselves. */
export function onThemeChange(redraw: () => void): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    // Whoever hears of it first must not draw with the colours of before.
    known.clear();
    redraw();
  });
}
