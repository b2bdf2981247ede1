import { SpecError } from "../core/errors.ts";
import type { Shape } from "../core/shape.ts";
import { augment } from "../layers/augment.ts";
import { checkModel } from "../layers/checkModel.ts";
import { buildNetwork, type Network, type Purpose, STEP } from "../layers/network.ts";
import { lossOf } from "../losses/index.ts";
import { positiveInteger } from "../model/fields.ts";
import type { ModelSpec, Recipe } from "../model/recipe.ts";
import type { Emit } from "../operations/operation.ts";
import { type Program, ProgramBuilder } from "../operations/program.ts";
import { optimizerOf } from "../optimizers/index.ts";
import { differentiate } from "./differentiate.ts";
import { poolFirst } from "./poolFirst.ts";
import { removeDead } from "./removeDead.ts";
import { emitUpdate } from "./update.ts";

/** Steps whose losses and learning rates the device keeps: rings that the host fills and empties in good time. */
export const RING = 4096;

/** A program and what its tensors mean. */
export interface Compiled extends Program {
  readonly network: Network;
  /** Samples of one step. */
  readonly batch: number;
  /** Arrays that outlive a step and are changed by it: the parameters first, then what the optimiser keeps. */
  readonly state: readonly string[];
  /** Which of them is judged, used and saved. */
  readonly judged: string;
  /** [N, C, H, W] of a training step: the pictures as the network sees them. */
  readonly pictures?: string;
  /** [N] losses of the samples and [N] predicted classes, where the program has a loss. */
  readonly loss?: string;
  readonly prediction?: string;
}

/** What is said of a program that trains nothing. */
const unchanging = { state: [], judged: "parameters" } as const;

export interface CompileOptions {
  /** Passes to leave out, in order to see what they do. */
  readonly without?: readonly ("poolFirst" | "removeDead")[];
}

/** Size of the data a program is compiled for. */
export interface DataSize {
  readonly count: number;
  readonly shape: Shape;
}

/** The same network in the order that is quickest, once it is known to be one. */
function optimized<T extends ModelSpec>(spec: T, { without = [] }: CompileOptions = {}): T {
  checkModel(spec);
  return without.includes("poolFirst") ? spec : poolFirst(spec);
}

function checkBatch(batch: number, count: number): void {
  positiveInteger("recipe", "batch", batch);
  if (batch > count) {
    throw new SpecError(
      `recipe: batch is ${batch}; at most ${count} was expected, the number of samples. Make the batch smaller.`,
    );
  }
}

/** The part that training and evaluation share: fetch a batch, predict, judge, note the result. */
function buildJudged(builder: ProgramBuilder, recipe: Recipe, data: DataSize, batch: number, purpose: Purpose) {
  const size = data.shape.reduce((product, side) => product * side, 1);
  const stepsPerEpoch = Math.floor(data.count / batch);
  const gathered = builder.emit(
    "batch",
    "gatherBatch",
    {
      images: builder.persistent("images", [data.count, size], "u8"),
      labels: builder.persistent("labels", [data.count], "u8"),
      order: builder.persistent("order", [stepsPerEpoch * batch], "u32"),
      step: builder.persistent(STEP, [1], "u32"),
    },
    { batch, shape: data.shape, stepsPerEpoch },
  );
  const pictures = purpose === "training" ? augment(builder, recipe.augmentation, gathered.x) : gathered.x;
  const network = buildNetwork(builder, recipe, pictures, purpose);
  builder.persistent("parameters", [network.flat]);
  const { output, features } = network;
  const label = gathered.label;
  const emit: Emit = (op, inputs, attributes) => builder.emit("loss", op, inputs, attributes);
  const { build, threshold } = lossOf(recipe.loss);
  const loss = build({ output, features, label, emit });
  const { prediction } = emit("classify", { x: output }, { threshold });
  return { network, pictures, loss, label, prediction, emit };
}

/**
 * One training step as a list of operations: fetch the batch, forward, loss, backward, note the result, update.
 *
 * @throws SpecError or ShapeError where the recipe cannot be built
 */
export function compileTraining(recipe: Recipe, data: DataSize, options: CompileOptions = {}): Compiled {
  checkBatch(recipe.batch, data.count);
  const optimizer = optimizerOf(recipe.optimizer);
  const builder = new ProgramBuilder();
  const { network, pictures, loss, label, prediction, emit } = buildJudged(
    builder,
    optimized(recipe, options),
    data,
    recipe.batch,
    "training",
  );
  const { trainable } = network;
  if (trainable === 0) {
    throw new SpecError("model: it has nothing to train; a layer with weights was expected. Add a dense layer.");
  }
  const gradients = differentiate(builder, loss);
  // Running statistics, which lie behind what is trained, are none of the optimiser's business.
  const parameter = builder.part("trained", [trainable], "parameters", 0);
  const gradient = builder.persistent("gradients", [trainable]);
  for (const { name, offset } of network.parameters) builder.place(gradients.get(name)!, gradient, offset);
  const { step } = emit("record", {
    loss,
    prediction,
    label,
    metrics: builder.persistent("metrics", [RING, 2]),
    step: STEP,
  });
  const schedule = builder.persistent("schedule", [RING, 4]);
  const { state, judged } = emitUpdate(builder, optimizer, { network, parameter, gradient, schedule, step });
  builder.results.push(pictures);
  return {
    ...(options.without?.includes("removeDead") ? builder : removeDead(builder)),
    network,
    batch: recipe.batch,
    state,
    judged,
    pictures,
    loss,
    prediction,
  };
}

/**
 * One step of judging a data set in order: fetch a batch, forward, loss, predicted classes.
 *
 * @throws SpecError or ShapeError where the recipe cannot be built
 */
export function compileEvaluation(recipe: Recipe, data: DataSize, batch: number): Compiled {
  const builder = new ProgramBuilder();
  const { network, loss, label, prediction, emit } = buildJudged(builder, optimized(recipe), data, batch, "evaluation");
  emit("record", { loss, prediction, label, metrics: builder.persistent("metrics", [RING, 2]), step: STEP });
  builder.results.push(network.output, loss, prediction);
  return { ...removeDead(builder), network, batch, ...unchanging, loss, prediction };
}

/**
 * The forward pass alone, on inputs that the host writes: persistent tensor `input` [N, C, H, W].
 *
 * @throws SpecError or ShapeError where the spec cannot be built
 */
export function compilePrediction(spec: ModelSpec, batch: number): Compiled {
  const builder = new ProgramBuilder();
  const network = buildNetwork(
    builder,
    optimized(spec),
    builder.persistent("input", [batch, ...spec.input]),
    "evaluation",
  );
  builder.persistent("parameters", [network.flat]);
  builder.results.push(network.output);
  return { ...removeDead(builder), network, batch, ...unchanging };
}

/** Everything that one picture has to do with: what the network makes of it, and what each number has to do with the loss. */
export interface CompiledInspection extends Compiled {
  readonly loss: string;
  readonly prediction: string;
  /** How many operations it takes to the prediction, before anything looks at the label. */
  readonly untilPrediction: number;
  /** Name of ∂L/∂tensor for every tensor that L depends on, the picture and the parameters among them. */
  readonly gradients: ReadonlyMap<string, string>;
}

/**
 * Forward pass, loss and backward pass for one picture that the host writes, `input` [1, C, H, W], and its class, `label` [1]; layer by layer as
 * the model has them, nothing left out. Random layers are at rest, statistics are the running ones: it is the trained network that is looked at.
 *
 * @throws SpecError or ShapeError where the recipe cannot be built
 */
export function compileInspection(recipe: Recipe): CompiledInspection {
  const builder = new ProgramBuilder();
  const label = builder.persistent("label", [1], "u32");
  const network = buildNetwork(builder, recipe, builder.persistent("input", [1, ...recipe.input]), "evaluation");
  builder.persistent("parameters", [network.flat]);
  const { output, features } = network;
  const emit: Emit = (op, inputs, attributes) => builder.emit("loss", op, inputs, attributes);
  const { build, threshold } = lossOf(recipe.loss);
  const { prediction } = emit("classify", { x: output }, { threshold });
  const untilPrediction = builder.operations.length;
  const loss = build({ output, features, label, emit });
  const gradients = differentiate(builder, loss);
  const { tensors, operations, results } = builder;
  return {
    tensors,
    operations,
    results,
    network,
    batch: 1,
    ...unchanging,
    loss,
    prediction,
    untilPrediction,
    gradients,
  };
}
