/** Lines of formulas with numbers in them that open. What has not changed keeps its element: the focus stays, and nothing is laid out anew. */
import type { Factor } from "../../inspect/opened.ts";
import { html } from "../look/elements.ts";
import { figures } from "../look/format.ts";
import { type Formula, operator, row, typeset } from "../look/math.ts";
import { writeNumber } from "./written.ts";

/** A number that opens. */
export interface Opening {
  readonly factor: Factor;
  /** The one of several that was taken. */
  readonly isChosen?: boolean;
}

type Piece = Formula | Opening | Side | string;
export type Pieces = readonly Piece[];

/** What stays together on a line: mostly a side of an equation. A list of numbers may go on in the next line. */
interface Side {
  readonly pieces: Pieces;
  readonly isWords: boolean;
}
export type Line = readonly Side[];

export const side = (...pieces: Pieces): Side => ({ pieces, isWords: false });
export const words = (...pieces: Pieces): Side => ({ pieces, isWords: true });
/** The next side of an equation. */
export const equals = (...pieces: Pieces): Side => side(operator("="), ...pieces);

export const opening = (factor: Factor): Opening => ({ factor });

/** A number behind another sign: one below 0 in brackets. */
export const signed = (factor: Factor): Pieces =>
  factor.value < 0 ? [operator("("), { factor }, operator(")")] : [{ factor }];

/** Numbers one after the other; a comma stays with its number. */
export const listed = (factors: readonly Factor[], most: number): Pieces => {
  const shown = factors.slice(0, most);
  const end = factors.length > most ? [" …"] : [];
  const isLast = (at: number) => at === factors.length - 1;
  return [
    ...shown.flatMap((factor, at): Pieces => (isLast(at) ? [opening(factor)] : [side({ factor }, ","), " "])),
    ...end,
  ];
};

/** Pieces with a sign between each two of them. */
export const joined = (parts: readonly Pieces[], sign: Piece): Pieces =>
  parts.flatMap((part, at) => (at === 0 ? part : [sign, ...part]));

const isFormula = (piece: Piece): piece is Formula => Array.isArray(piece);
const isSide = (piece: Opening | Side): piece is Side => "pieces" in piece;

/** Formulas that stand side by side are one. */
function merged(pieces: Pieces): Pieces {
  const found: Piece[] = [];
  for (const piece of pieces) {
    const before = found.at(-1);
    if (before !== undefined && isFormula(before) && isFormula(piece)) found[found.length - 1] = row(before, piece);
    else found.push(piece);
  }
  return found;
}

/** What the children were made from. */
const keys = new WeakMap<Node, string>();

/** Brings children up to date, each of which is kept while its key stays the same. */
function renew<T>(
  parent: Element,
  wanted: readonly T[],
  keyOf: (one: T) => string,
  make: (one: T) => Node,
  fill: (node: HTMLElement, one: T) => void,
): void {
  wanted.forEach((one, at) => {
    const [there, key] = [parent.childNodes[at] as Node | undefined, keyOf(one)];
    let node = there;
    if (node === undefined || keys.get(node) !== key) {
      node = make(one);
      keys.set(node, key);
      if (there === undefined) parent.append(node);
      else parent.replaceChild(node, there);
    }
    fill(node as HTMLElement, one);
  });
  while (parent.childNodes.length > wanted.length) parent.lastChild!.remove();
}

export interface Lines {
  readonly element: HTMLElement;
  paint(lines: readonly Line[]): void;
}

export function createLines(open: (factor: Factor) => void): Lines {
  const element = html("div");
  const factors = new WeakMap<Element, Factor>();
  element.addEventListener("click", ({ target }) => {
    const button = (target as Element).closest(".number");
    const factor = button && factors.get(button);
    if (factor) open(factor);
  });

  function fillNumber(button: HTMLElement, { factor, isChosen = false }: Opening): void {
    factors.set(button, factor);
    button.classList.toggle("chosen", isChosen);
    // A label is the name of a class, not a quantity.
    if (factor.tensor === "label") button.textContent = `${factor.value}`;
    else writeNumber(button, factor.value);
    // Not everything that reads a page aloud reads what is raised as a power.
    if (button.querySelector("sup") === null) button.removeAttribute("aria-label");
    else button.setAttribute("aria-label", figures(factor.value));
  }

  const keyOf = (piece: Piece) => {
    if (typeof piece === "string") return `"${piece}`;
    if (isFormula(piece)) return JSON.stringify(piece);
    return isSide(piece) ? `side ${piece.isWords}` : "number";
  };
  const make = (piece: Piece): Node => {
    if (typeof piece === "string") return document.createTextNode(piece);
    if (isFormula(piece)) return typeset(piece);
    if (isSide(piece)) return html("span", { class: piece.isWords ? "words" : "side" });
    return html("button", { type: "button", class: "number" });
  };
  function fill(node: HTMLElement, piece: Piece): void {
    if (typeof piece === "string" || isFormula(piece)) return;
    if (isSide(piece)) renew(node, merged(piece.pieces), keyOf, make, fill);
    else fillNumber(node, piece);
  }
  // Between two sides there is a space: there a line may break.
  const spaced = (line: Line): Pieces =>
    joined(
      line.map((one) => [one]),
      " ",
    );

  return {
    element,
    paint(lines) {
      renew(
        element,
        lines,
        () => "line",
        () => html("p", { class: "equation" }),
        (place, line) => renew(place, spaced(line), keyOf, make, fill),
      );
    },
  };
}
