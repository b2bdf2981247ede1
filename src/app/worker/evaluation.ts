import { confusionMatrix, worstMistakes } from "../../data/confusion.ts";
import type { DataSplits } from "../../data/dataset.ts";
import type { Recipe } from "../../model/recipe.ts";
import type { Judgement } from "../../plan/engine.ts";
import { summarize } from "../../train/fit.ts";
import { type Evaluation, type Mistake, mistakesShown } from "../protocol.ts";
import { readable } from "./readable.ts";

/** What the page shows of a judgement of the test set. */
export function evaluationMessage(
  recipe: Recipe,
  { test }: DataSplits,
  judgement: Judgement,
  step: number,
): Evaluation {
  const { predictions, outputs } = judgement;
  const features = outputs.length / test.count;
  const confidence = (i: number) => {
    const row = readable(recipe, outputs.subarray(i * features, (i + 1) * features));
    return features === 1 ? Math.abs(row[0] - 0.5) + 0.5 : row[predictions[i]];
  };
  const confidences = Float64Array.from({ length: test.count }, (_, i) => confidence(i));
  const size = test.images.length / test.count;
  const mistakes = worstMistakes(test.labels, predictions, confidences, mistakesShown).map(
    (index): Mistake => ({
      index,
      label: test.labels[index],
      prediction: predictions[index],
      confidence: confidences[index],
      image: test.images.slice(index * size, (index + 1) * size),
    }),
  );
  const confusion = confusionMatrix(test.labels, predictions, Math.max(features, 2));
  return { type: "evaluation", step, ...summarize(judgement, test.labels), confusion, mistakes };
}
