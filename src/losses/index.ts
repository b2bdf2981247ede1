import { SpecError } from "../core/errors.ts";
import { isNameIn } from "../core/nameIn.ts";
import { type Field, readFields } from "../model/fields.ts";
import type { LossSpec, Recipe } from "../model/recipe.ts";
import { binaryCrossEntropyWithLogits } from "./binaryCrossEntropyWithLogits.ts";
import type { Loss, LossKind } from "./loss.ts";
import { softmaxCrossEntropy } from "./softmaxCrossEntropy.ts";
import { squaredError } from "./squaredError.ts";

/** Every kind of loss, by the name or the `type` a recipe has for it. */
const losses: Readonly<Record<string, LossKind>> = { softmaxCrossEntropy, squaredError, binaryCrossEntropyWithLogits };

export const lossNames = Object.keys(losses);

/** The constants that a loss may have in a recipe. */
export function lossFields(name: string): Readonly<Record<string, Field<unknown>>> {
  return losses[name].fields;
}

function specOf(loss: Recipe["loss"]): LossSpec {
  return typeof loss === "object" && loss !== null ? loss : { type: loss };
}

/** Which kind of loss a recipe has, whether it says so by a name or by an object. */
export function lossType(loss: Recipe["loss"]): string {
  return specOf(loss).type;
}

/** @throws SpecError where there is no loss of that name or its constants are out of range */
export function lossOf(loss: Recipe["loss"]): Loss {
  const spec = specOf(loss);
  if (!isNameIn(losses, spec.type)) {
    throw new SpecError(
      `loss: it is ${JSON.stringify(spec.type)}; one of ${Object.keys(losses).join(", ")} was expected. Choose one of them.`,
    );
  }
  const { fields, build, threshold } = losses[spec.type];
  const constants = readFields("loss", fields, spec, ["type"]);
  return { build: (site) => build(constants as never, site), threshold };
}
