import { SpecError } from "../core/errors.ts";
import type { Loss } from "./loss.ts";
import { softmaxCrossEntropy } from "./softmaxCrossEntropy.ts";
import { squaredError } from "./squaredError.ts";

const losses: Readonly<Record<string, Loss>> = { softmaxCrossEntropy, squaredError };

/** @throws SpecError where there is no loss of that name */
export function lossOf(name: string): Loss {
  if (!Object.hasOwn(losses, name)) {
    throw new SpecError(
      `loss: it is ${JSON.stringify(name)}; one of ${Object.keys(losses).join(", ")} was expected. Choose one of them.`,
    );
  }
  return losses[name];
}
