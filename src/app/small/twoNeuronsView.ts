/**
 * The small network with every number open: the drawing, one derivative link by link, the next step before it is taken. It follows the
 * run's weights; steps taken here move a copy of them.
 */
import "../styles/small.css";
import { pointsSplits } from "../../data/toy.ts";
import { html } from "../look/elements.ts";
import { count, figures } from "../look/format.ts";
import { seldom } from "../look/seldom.ts";
import type { NetworkOf } from "../network/networkOf.ts";
import { isRunning, type PageState } from "../state.ts";
import type { View } from "../view.ts";
import { chainView } from "./chainView.ts";
import { diagram } from "./diagram.ts";
import { lossByRate, lossesAfter } from "./lossByRate.ts";
import { plane } from "./plane.ts";
import {
  derivatives,
  forward,
  meanLoss,
  type Nine,
  nineOf,
  type ParameterName,
  parameterNames,
  pathTo,
  type Sample,
  stepped,
} from "./twoNeurons.ts";
import { weightsTable } from "./weightsTable.ts";

/** Where a step was taken from. */
interface Taken {
  readonly weights: Nine;
  readonly index: number;
  readonly eta: number;
}

function trainingPoints(): Sample[] {
  const { images, labels } = pointsSplits().train;
  return Array.from(labels, (yTrue, i) => ({ x1: images[2 * i] / 255, x2: images[2 * i + 1] / 255, yTrue }));
}

export function twoNeuronsView(place: HTMLElement, networkOf: NetworkOf): View {
  const samples = trainingPoints();
  let run: { readonly weights: Nine; readonly step: number } | undefined;
  let weights: Nine;
  let taken: readonly Taken[] = [];
  let index = 0;
  let open: ParameterName = "w1";
  let eta: number | undefined;
  let recipeRate: number | undefined;

  const button = (text: string, label: string, act: () => void) => {
    const made = html("button", { type: "button", class: "step-button", "aria-label": label }, text);
    made.addEventListener("click", act);
    return made;
  };
  const link = (text: string, act: () => void) => {
    const made = html("button", { type: "button", class: "link" }, text);
    made.addEventListener("click", act);
    return made;
  };
  const pick = (to: number) => {
    if (!Number.isInteger(to)) return;
    index = Math.min(samples.length - 1, Math.max(0, to));
    paint();
  };
  const chooseParameter = (name: ParameterName) => {
    open = name;
    paint();
  };

  const input = html("input", { type: "number", inputmode: "numeric", min: "0", "aria-label": "Training point" });
  input.addEventListener("change", () => pick(input.valueAsNumber));
  const worst = link("the worst", () => {
    const losses = samples.map((sample) => forward(weights, sample).loss);
    pick(losses.indexOf(Math.max(...losses)));
  });
  const picker = html("div", { class: "picker" }, html("span", {}, "Point"));
  picker.append(
    button("‹", "Previous point", () => pick(index - 1)),
    input,
  );
  picker.append(button("›", "Next point", () => pick(index + 1)));
  picker.append(html("span", { class: "quiet" }, `of ${count(samples.length)}, or`), worst);
  // Not live: it changes with every step of a run, and what one does oneself is told by the log.
  const whose = html("p", { class: "quiet" });
  const toRun = link("Back to the run’s weights", () => {
    weights = run!.weights;
    taken = [];
    paint();
  });

  const drawing = diagram(chooseParameter);
  const chain = chainView((parts) => drawing.light(parts));
  const table = weightsTable(chooseParameter);
  const rate = lossByRate((to) => {
    eta = to;
    paint();
  });
  const square = plane(samples, pick);
  const lossOf = (words: string) => {
    const [before, after] = [html("span", {}), html("span", {})];
    const element = html("p", { class: "loss-change" }, html("span", {}, words), before, " → ", after);
    return { element, before, after };
  };
  const [lossHere, lossAll] = [lossOf("Loss of this point"), lossOf(`Loss of all ${count(samples.length)}`)];
  const take = html("button", { type: "button", class: "button small-step" }, "Take the step");
  const back = html("button", { type: "button", class: "button" }, "Step back");
  const log = html("p", { class: "quiet small-log", "aria-live": "polite" });
  take.addEventListener("click", () => {
    const sample = samples[index];
    taken = [...taken, { weights, index, eta: eta! }];
    weights = stepped(weights, derivatives(weights, sample), eta!);
    paint();
  });
  back.addEventListener("click", () => {
    const last = taken.at(-1);
    if (last === undefined) return;
    ({ weights, index, eta } = last);
    taken = taken.slice(0, -1);
    paint();
  });

  place.replaceChildren(
    html(
      "p",
      { class: "small-words" },
      "Two inputs, two hidden neurons, one output: nine numbers to learn, and all of them open.",
    ),
    picker,
    drawing.element,
    html("div", { class: "small-whose" }, whose, toRun),
    chain.element,
    html("h3", {}, "The next step of gradient descent, before you take it"),
    html(
      "div",
      { class: "small-next" },
      html("div", {}, table.element),
      html(
        "div",
        { class: "small-rate" },
        rate.element,
        lossHere.element,
        lossAll.element,
        html("div", { class: "small-buttons" }, take, back),
        log,
      ),
    ),
    square.element,
  );

  new ResizeObserver(() => run && paint()).observe(place);

  /** While it trains, what changes ten times a second is drawn as often as one can follow. */
  const paintSeldom = seldom(200, paint);

  function paint(): void {
    const sample = samples[index];
    const numbers = forward(weights, sample);
    const slopes = derivatives(weights, sample);
    const after = stepped(weights, slopes, eta!);
    if (document.activeElement !== input) input.value = `${index}`;
    drawing.paint(weights, sample, numbers);
    drawing.trace(pathTo(open));
    chain.paint(open, weights, sample, numbers);
    table.paint(weights, slopes, after, eta!, open);
    rate.paint(weights, slopes, eta!, sample, samples);
    square.paint(weights, after, index);
    const losses = lossesAfter(weights, slopes, eta!, sample, samples);
    lossHere.before.textContent = figures(numbers.loss);
    lossHere.after.textContent = figures(losses.sample);
    lossAll.before.textContent = figures(meanLoss(weights, samples));
    lossAll.after.textContent = figures(losses.all);
    for (const [line, isWorse] of [
      [lossHere, losses.sample > numbers.loss],
      [lossAll, losses.all > meanLoss(weights, samples)],
    ] as const) {
      line.after.classList.toggle("worse", isWorse);
    }
    back.disabled = taken.length === 0;
    toRun.hidden = taken.length === 0;
    whose.textContent = whoseWords();
    // What is written again is read out again.
    const said = logWords();
    if (said !== log.textContent) log.textContent = said;
  }

  function whoseWords(): string {
    if (taken.length === 0)
      return `The weights are the run’s, after step ${count(run!.step)}; they follow it while it trains.`;
    const steps = taken.length === 1 ? "1 step" : `${count(taken.length)} steps`;
    return `A copy of the run’s weights, ${steps} further. The run is not changed; once it trains, this follows it again.`;
  }

  /** The last step taken: with which point, and what came of it. */
  function logWords(): string {
    const last = taken.at(-1);
    if (last === undefined) return "A step here moves a copy of the weights: the run is not changed.";
    const { sample, all } = { sample: samples[last.index], all: samples };
    const change = (lossBy: (by: Nine) => number) => `${figures(lossBy(last.weights))} → ${figures(lossBy(weights))}`;
    return (
      `Step ${count(taken.length)}, with point ${last.index} and η ${figures(last.eta)}: its loss ` +
      `${change((by) => forward(by, sample).loss)}, of all ${change((by) => meanLoss(by, all))}.`
    );
  }

  return (state: PageState) => {
    const { sight, settings } = state;
    if (sight === undefined) return;
    const now = nineOf((name) => sight.parameters[name].value.data);
    const rate = Number(networkOf(settings).recipe.optimizer.learningRate);
    if (rate !== recipeRate) eta = recipeRate = rate;
    if (run === undefined || parameterNames.some((name) => now[name] !== run!.weights[name])) {
      weights = now;
      taken = [];
    }
    run = { weights: now, step: sight.step };
    paintSeldom(undefined, !isRunning(state));
  };
}
