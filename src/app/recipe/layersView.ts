/** The network as a list in the notation of formulas.md, with shapes and parameter counts; beneath it loss, gradient, update. */
import { lossType } from "../../losses/index.ts";
import type { Recipe } from "../../model/recipe.ts";
import { byId, html } from "../look/elements.ts";
import { count } from "../look/format.ts";
import { type Formula, number, operator, over, row, sum, symbol, typeset, under } from "../look/math.ts";
import type { NetworkOf } from "../network/networkOf.ts";
import { shapeWords } from "../network/stages.ts";
import { dependingOn, type View } from "../view.ts";
import { updateOf } from "./updateFormula.ts";

const L = symbol("L");

export function layersView(networkOf: NetworkOf): View {
  return dependingOn(
    (state) => [networkOf(state.settings)],
    ({ settings }) => {
      const { recipe, stages } = networkOf(settings);
      const total = stages.reduce((all, { parameters }) => all + parameters, 0);
      byId("layers").replaceChildren(
        ...stages.map(({ symbol: name, member, formula, words, shape, parameters }) => {
          const whole = formula ? row(member, operator("="), formula) : name;
          const size = shapeWords(shape);
          return parameters > 0 ? line(whole, `${words}, ${size}`, count(parameters)) : line(whole, size);
        }),
        line(lossFormula(lossType(recipe.loss)), lossWords(recipe.loss)),
        html("li", { class: "total" }, html("small", {}, "parameters"), html("small", {}, count(total))),
        ...updateLines(recipe),
      );
    },
  );
}

/** What a weight becomes, and what is kept of its gradients for that. */
function updateLines(recipe: Recipe): HTMLLIElement[] {
  const { step, kept } = updateOf(recipe.optimizer);
  const items = [...kept.map((formula) => line(formula, "", "")), line(step, updateWords(recipe), "")];
  for (const item of items) item.classList.add("is-update");
  return items;
}

/** A formula with words beside it; or, where `amount` is given, with words and amount on a second line. */
function line(formula: Formula, words: string, amount?: string): HTMLLIElement {
  const left = html("span", { class: "formula" }, typeset(formula));
  if (amount === undefined) return html("li", {}, left, html("small", {}, words));
  return html("li", { class: "weighs" }, left, html("small", {}, words), html("small", {}, amount));
}

function lossFormula(loss: string): Formula {
  if (loss === "softmaxCrossEntropy") {
    return row(L, operator("="), operator("−"), symbol("ln"), under(symbol("o"), symbol("y")));
  }
  if (loss === "squaredError") {
    const [y, o] = [under(symbol("y"), symbol("c")), under(symbol("o"), symbol("c"))];
    return row(L, operator("="), sum("c"), over(row(operator("("), y, operator("−"), o, operator(")")), number(2)));
  }
  if (loss === "binaryCrossEntropyWithLogits") {
    const [y, o] = [under(symbol("y"), symbol("c")), under(symbol("o"), symbol("c"))];
    const rest = (of: Formula) => row(operator("("), number(1), operator("−"), of, operator(")"));
    const [right, wrong] = [row(y, symbol("ln"), o), row(rest(y), symbol("ln"), rest(o))];
    return row(L, operator("="), operator("−"), sum("c"), operator("("), right, operator("+"), wrong, operator(")"));
  }
  return L;
}

function lossWords(loss: Recipe["loss"]): string {
  const words: Readonly<Record<string, string>> = {
    softmaxCrossEntropy: "cross-entropy",
    squaredError: "squared error",
    binaryCrossEntropyWithLogits: "binary cross-entropy",
  };
  const name = words[lossType(loss)] ?? lossType(loss);
  const smoothing = typeof loss === "object" && loss.labelSmoothing;
  return smoothing ? `${name}, labels smoothed by ${smoothing}` : name;
}

function updateWords({ optimizer, schedule }: Recipe): string {
  const { type, learningRate, ...rest } = optimizer;
  const names: Readonly<Record<string, string>> = {
    sgd: "gradient descent",
    nesterov: "Nesterov’s momentum",
    adam: "Adam",
    adamW: "AdamW",
    rmsProp: "RMSprop",
  };
  const constants = Object.values(rest).map((value) => `${value}`);
  const rate = schedule?.type === "oneCycle" ? `η one cycle, at most ${learningRate}` : `η ${learningRate}`;
  return [`${names[type] ?? type}${constants.length > 0 ? ` ${constants.join(", ")}` : ""}`, rate].join(", ");
}
