/** In the worker: what the network makes of one picture, looked at by the reference whenever there are other weights. */
import { elements } from "../../core/shape.ts";
import type { DataSplits } from "../../data/dataset.ts";
import { openChain } from "../../inspect/chain.ts";
import { gradientWay } from "../../inspect/gradientWay.ts";
import { type Inspection, Inspector } from "../../inspect/inspector.ts";
import type { Recipe } from "../../model/recipe.ts";
import type { Message, Subject } from "../protocol.ts";
import { readable } from "./readable.ts";

/** Share of the time that may go into looking while the network trains: the device must not wait for it. */
const SHARE = 0.05;

type Told = Extract<Message, { type: "sight" }>;

export class Sight {
  readonly #recipe: Recipe;
  readonly #data: DataSplits;
  readonly #inspector: Inspector;
  #subject: Subject | undefined;
  #inspection: Inspection | undefined;
  /** No sooner than at this time again, while it trains. */
  #next = 0;

  /** @throws SpecError or ShapeError where the recipe cannot be built */
  constructor(recipe: Recipe, data: DataSplits) {
    this.#recipe = recipe;
    this.#data = data;
    this.#inspector = new Inspector(recipe);
  }

  /** What is looked at from now on; undefined: nothing. */
  set subject(subject: Subject | undefined) {
    this.#subject = subject;
    this.#inspection = undefined;
    this.#next = 0;
  }

  /**
   * @param parameters the flat array
   * @param step that they are of
   * @param isTraining whether others will soon come: then not every time
   * @returns undefined where there is nothing to look at, or it would take too much of the time
   */
  look(parameters: ArrayLike<number>, step: number, isTraining: boolean): Told | undefined {
    const before = performance.now();
    if (this.#subject === undefined || (isTraining && before < this.#next)) return undefined;
    const { picture, label } = this.#seen(this.#subject);
    // Of a drawing nobody said what it is: then it is asked what would make the network surer of its answer.
    this.#inspection = this.#inspector.inspect(parameters, picture, label);
    const after = performance.now();
    this.#next = after + (after - before) / SHARE;
    return this.#told(this.#inspection, label === undefined, step);
  }

  /** Opens a number of what was last told. */
  open(id: number, tensor: string, place: number): Extract<Message, { type: "opened" }> | undefined {
    if (this.#inspection === undefined) return undefined;
    const chain = openChain(this.#inspection, tensor, place);
    return { type: "opened", id, chain, way: gradientWay(this.#inspection, tensor, place) };
  }

  #seen(subject: Subject): { picture: ArrayLike<number>; label: number | undefined } {
    if (subject.from === "drawing") return { picture: subject.picture, label: subject.label };
    const { test } = this.#data;
    const size = elements(this.#recipe.input);
    const bytes = test.images.subarray(subject.index * size, (subject.index + 1) * size);
    return { picture: Float64Array.from(bytes, (byte) => byte / 255), label: test.labels[subject.index] };
  }

  #told({ program, array }: Inspection, isGuess: boolean, step: number): Told {
    const { network, gradients, loss, prediction } = program;
    const picture = (tensor: string) => {
      const { shape, data } = array(tensor);
      return { tensor, shape, data: Float32Array.from(data) };
    };
    const both = (tensor: string) => {
      const gradient = gradients.get(tensor);
      return { value: picture(tensor), ...(gradient === undefined ? {} : { gradient: picture(gradient) }) };
    };
    return {
      type: "sight",
      step,
      label: array("label").data[0],
      answer: array(prediction).data[0],
      isGuess,
      loss: array(loss).data[0],
      lossTensor: loss,
      outputs: readable(this.#recipe, array(network.output).data),
      input: both("input"),
      layers: Object.fromEntries([...network.outputs].map(([layer, tensor]) => [layer, both(tensor)])),
      parameters: Object.fromEntries(network.parameters.map(({ name }) => [name, both(name)])),
    };
  }
}
