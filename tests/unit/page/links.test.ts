/** The lines of formulas that an opened number is shown as. */
import { expect, test } from "vitest";
import type { Line, Pieces } from "../../../src/app/arithmetic/lines.ts";
import { linesOf } from "../../../src/app/arithmetic/links.ts";
import { figures } from "../../../src/app/look/format.ts";
import { Inspector } from "../../../src/inspect/inspector.ts";
import { openElement } from "../../../src/inspect/openElement.ts";
import { presets } from "../../../src/model/presets.ts";
import type { Recipe } from "../../../src/model/recipe.ts";
import { plain } from "./plain.ts";

/** Pieces on one line: an opening by its number. */
const flat = (pieces: Pieces): string =>
  pieces
    .map((piece) => {
      if (typeof piece === "string") return piece;
      if ("factor" in piece) return figures(piece.factor.value);
      return "pieces" in piece ? flat(piece.pieces) : plain(piece);
    })
    .join("");
const written = (line: Line): string[] => line.map(({ pieces }) => flat(pieces));

function inspect(recipe: Recipe) {
  const inspector = new Inspector(recipe);
  const { network, operations } = inspector.program;
  const parameters = Float64Array.from({ length: network.flat }, (_, i) => 0.3 + 0.2 * Math.sin(1 + 12.9898 * i));
  const inspection = inspector.inspect(
    parameters,
    new Float64Array(8).map((_, i) => i / 8),
    1,
  );
  const output = (op: string, role: string) => operations.find((operation) => operation.op === op)!.outputs[role];
  return { inspection, output };
}

const small: Recipe = {
  ...presets.lenet,
  input: [2, 2, 2],
  layers: [{ type: "flatten" }, { type: "dense", units: 4 }],
};

test("the loss of a smoothed label says what it is smoothed to; its gradient is the difference from that", () => {
  const { inspection, output } = inspect({ ...small, loss: { type: "softmaxCrossEntropy", labelSmoothing: 0.1 } });
  const [loss] = linesOf(new Map(), [openElement(inspection, output("softmaxCrossEntropy", "loss"), 0)]);
  expect(written(loss)[1]).toBe("=ln(∑e^z)−∑q·z");
  expect(written(loss).at(-1)).toContain("q, the label smoothed, is 0.925 at the label, else 0.0250");

  // By the formula that is shown, from the numbers that are shown.
  const gradient = openElement(inspection, output("softmaxCrossEntropyGrad", "dx"), 1);
  const [line] = linesOf(new Map(), [gradient]);
  expect(written(line)[1]).toBe("=e^z/∑e^z−q");
  if (gradient.kind !== "function") throw new Error("a function was expected");
  const powers = gradient.args.x.map(({ value }) => Math.exp(value));
  const share = powers[1] / powers.reduce((all, power) => all + power, 0);
  expect(gradient.value).toBeCloseTo(share - 0.925, 12);
});

test("that of a label as it is has neither", () => {
  const { inspection, output } = inspect(small);
  const [loss] = linesOf(new Map(), [openElement(inspection, output("softmaxCrossEntropy", "loss"), 0)]);
  expect(written(loss)[1]).toBe("=ln(∑e^z)−z_y");
  expect(flat(loss.at(-1)!.pieces)).not.toContain("smoothed");
});

test("what the loss changes with β is a sum of gradients, with γ of them times what is normalised", () => {
  const { inspection, output } = inspect({ ...small, layers: [{ type: "batchNorm" }, ...small.layers] });
  const of = (role: string) => openElement(inspection, output("batchNormParameterGrads", role), 1);
  const [beta, gamma] = [of("db"), of("dw")];
  expect(beta.kind).toBe("sum");
  if (beta.kind !== "sum") return;
  expect(beta.terms.map(({ factors }) => factors.map(({ index }) => index))).toEqual(
    [0, 1].flatMap((row) => [0, 1].map((column) => [[0, 1, row, column]])),
  );
  expect(written(linesOf(new Map(), [gamma])[0])[1]).toBe("=∑∂L/∂y·z−μ/v+ε");
});
