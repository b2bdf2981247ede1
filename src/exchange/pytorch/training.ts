/** How a recipe trains, as Python: loss, optimiser, learning rate, moving average. */
import { lossFields, lossOf, lossType } from "../../losses/index.ts";
import { readFields } from "../../model/fields.ts";
import type { Recipe } from "../../model/recipe.ts";
import { type OptimizerName, optimizerFields } from "../../optimizers/index.ts";
import { type ScheduleName, scheduleFields } from "../../train/schedule.ts";
import { call, keywords } from "./python.ts";

/** The constants of a part of a recipe, those left out with their defaults. */
function constantsOf(subject: string, fields: Parameters<typeof readFields>[1], spec: object) {
  return readFields(subject, fields, { ...spec } as Readonly<Record<string, unknown>>, ["type"]) as Readonly<
    Record<string, number>
  >;
}

/** The target of the losses that compare output by output. */
const target = (features: number) =>
  features === 1 ? "label.unsqueeze(1).to(output.dtype)" : "F.one_hot(label, CLASSES).to(output.dtype)";

/** `loss_of(output, label)`, the mean over the samples, and `class_of(output)`. */
export function lossText(recipe: Recipe, features: number): string {
  const { threshold } = lossOf(recipe.loss);
  const spec = typeof recipe.loss === "string" ? {} : recipe.loss;
  const { labelSmoothing = 0 } = constantsOf("loss", lossFields(lossType(recipe.loss)), spec);
  const smoothing = keywords({ label_smoothing: [String(labelSmoothing), "0"] });
  const summed = (name: string, words: string) => `    """${words}"""
    target = ${target(features)}
    total = F.${name}(output, target, reduction="sum")
    return total / len(output)`;
  const bodies: Readonly<Record<string, string>> = {
    softmaxCrossEntropy: `    """Cross-entropy of the softmax with the class: the mean over the samples."""
    return F.cross_entropy(${["output", "label", ...smoothing].join(", ")})`,
    squaredError: summed("mse_loss", "Squared error, summed over the outputs of a sample: the mean over the samples."),
    binaryCrossEntropyWithLogits: summed(
      "binary_cross_entropy_with_logits",
      "Cross-entropy of each output's sigmoid, summed: the mean over the samples.",
    ),
  };
  const prediction =
    features === 1
      ? `    """The class that the output names: 1 from ${threshold} on."""
    return (output[:, 0] >= ${threshold}).long()`
      : `    """The class of the greatest output."""
    return output.argmax(dim=1)`;
  return `def loss_of(output, label):
${bodies[lossType(recipe.loss)]}


def class_of(output):
${prediction}`;
}

/** `build_optimizer(model)`. */
export function optimizerText({ optimizer }: Recipe): string {
  const type = optimizer.type as OptimizerName;
  const constants = constantsOf("optimizer", optimizerFields(type), optimizer);
  const { weightDecay, momentum = 0, nesterov, alpha, epsilon, beta1, beta2 } = constants;
  // Where nothing is carried over there is nothing to look ahead with, and PyTorch refuses to.
  const ahead = momentum > 0 && (type === "nesterov" || Boolean(nesterov)) ? "True" : "False";
  const carried = { momentum: [String(momentum), "0"] as const };
  const betas = { betas: [`(${beta1}, ${beta2})`, "(0.9, 0.999)"] as const };
  const adam = { ...betas, eps: [String(epsilon), "1e-8"] as const };
  const decay = (standard: string) => ({ weight_decay: [String(weightDecay), standard] as const });
  const sgd = ["SGD", keywords({ ...carried, ...decay("0"), nesterov: [ahead, "False"] })] as const;
  const kinds: Readonly<Record<OptimizerName, readonly [name: string, args: string[]]>> = {
    sgd,
    momentum: sgd,
    nesterov: sgd,
    adam: ["Adam", keywords({ ...adam, ...decay("0") })],
    adamW: ["AdamW", keywords({ ...adam, ...decay("0.01") })],
    rmsProp: [
      "RMSprop",
      keywords({ alpha: [String(alpha), "0.99"], eps: [String(epsilon), "1e-8"], ...decay("0"), ...carried }),
    ],
  };
  const [name, args] = kinds[type];
  const made = call(`return torch.optim.${name}`, ["model.parameters()", "lr=LEARNING_RATE", ...args], "", 4);
  return `def build_optimizer(model):\n${made.replaceAll(/^/gm, "    ")}`;
}

/** A part of a run: so many steps, or a share of them. */
function steps(length: number): string {
  // A share such as 0.07 is itself rounded: of 100 steps it means 7, not 8.
  return length < 1 ? `math.ceil(${length} * total * (1 - 2**-40))` : String(length);
}

/** `learning_rate(step, total)`; undefined where it stays as it is. */
export function scheduleText(recipe: Recipe): string | undefined {
  const type = (recipe.schedule?.type ?? "constant") as ScheduleName;
  const constants = constantsOf("schedule", scheduleFields(type), recipe.schedule ?? {});
  const { warmup } = constants;
  const rising =
    type === "oneCycle" || warmup === 0
      ? ""
      : `    warmup = ${steps(warmup)}
    if step < warmup:
        return LEARNING_RATE * (step + 1) / warmup
`;
  const isShare = type === "cosine" || (type === "step" && constants.every < 1);
  const counted = isShare ? "step, total = step - warmup, total - warmup" : "step = step - warmup";
  const later = rising === "" ? "" : `    ${counted}\n`;
  const first = rising === "" ? "" : "Rises along a straight line, then ";
  const cased = (words: string) => (first === "" ? words[0].toUpperCase() + words.slice(1) : `${first}${words}`);
  const bodies: Readonly<Record<ScheduleName, () => string>> = {
    constant: () => `    """${cased("stays.")}"""
${rising}    return LEARNING_RATE`,
    step: () => `    """${cased(`steps down a stair: times ${constants.factor} each time.`)}"""
${rising}${later}    every = ${constants.every < 1 ? `max(1, ${steps(constants.every)})` : constants.every}
    return LEARNING_RATE * ${constants.factor} ** (step // every)`,
    cosine: () => {
      const { end } = constants;
      const fall = "(1 + math.cos(math.pi * step / total)) / 2";
      const value =
        end === 0
          ? `    return LEARNING_RATE * ${fall}`
          : `    share = ${fall}\n    return LEARNING_RATE * (${end} + (1 - ${end}) * share)`;
      return `    """${cased(`falls to ${end} times itself along half a cosine.`)}"""
${rising}${later}${value}`;
    },
    oneCycle: () => `    """One cycle (OneCycleLR): up to LEARNING_RATE and down, each half a cosine."""
    start = LEARNING_RATE / ${constants.startDivisor}
    end = start / ${constants.endDivisor}
    top = ${warmup} * total - 1
    if step <= top:
        low, share = start, (step / top if top > 0 else 1)
    else:
        low, share = end, 1 - (step - top) / max(total - 1 - top, 1)
    return low + (LEARNING_RATE - low) * (1 - math.cos(math.pi * share)) / 2`,
  };
  if (type === "constant" && warmup === 0) return undefined;
  return `def learning_rate(step, total):\n${bodies[type]()}`;
}

/** Steps of a warm-up, where it is given as a number of them: no run may be shorter. */
export function warmupSteps({ schedule }: Recipe): number | undefined {
  const warmup = schedule?.warmup;
  return typeof warmup === "number" && warmup >= 1 && schedule?.type !== "oneCycle" ? warmup : undefined;
}

/** `average_of(model)`. */
export function averageText(decay: number): string {
  return `def average_of(model):
    """The moving average of the weights: that is what is judged and saved."""

    def mix(average, value, _):
        return ${decay} * average + (1 - ${decay}) * value

    return AveragedModel(model, avg_fn=mix, use_buffers=True)`;
}
