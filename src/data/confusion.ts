/**
 * How often each class was taken for each: `matrix[label][prediction]` counts the samples of that label with that
 * prediction.
 *
 * @param labels true class of each sample, in 0 … classes − 1
 * @param predictions predicted class of each sample, in the same order
 */
export function confusionMatrix(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  classes: number,
): number[][] {
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < labels.length; i++) matrix[labels[i]][predictions[i]]++;
  return matrix;
}

/**
 * Indices of the wrong answers that were given most surely, surest first, of two equally sure ones the earlier first.
 *
 * @param labels true class of each sample
 * @param predictions predicted class of each sample, in the same order
 * @param confidences how sure each prediction was, in any unit that grows with certainty
 * @param most how many to give at most
 */
export function worstMistakes(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  confidences: ArrayLike<number>,
  most: number,
): number[] {
  const wrong = Array.from({ length: labels.length }, (_, i) => i).filter((i) => labels[i] !== predictions[i]);
  return wrong.sort((a, b) => confidences[b] - confidences[a]).slice(0, most);
}
