import { confusionMatrix, worstMistakes } from "../../data/confusion.ts";
import type { DataSplits } from "../../data/dataset.ts";
import type { Recipe } from "../../model/recipe.ts";
import type { Judgement, JudgeOptions } from "../../plan/engine.ts";
import { summarize } from "../../train/fit.ts";
import { type Evaluation, type Mistake, mistakesShown } from "../protocol.ts";
import { readable } from "./readable.ts";
import type { WorkerRun } from "./run.ts";

/** Judges the network that a run's engine has, as that of a step. @throws the signal's reason, should it come before the end */
export async function judged(
  { session, recipe, data }: Pick<WorkerRun, "session" | "recipe" | "data">,
  step: number,
  options: JudgeOptions,
): Promise<Evaluation> {
  await session.engine.prepareJudging();
  return evaluationMessage(recipe, data, await session.judge(options), step);
}

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
