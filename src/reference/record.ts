import type { Page } from "./book.ts";
import { gamma } from "./bounds.ts";

/** metrics[step mod R] = ( (1/N) Σ_n loss[n],  Σ_n 1{prediction[n] = label[n]} ); step ← step + 1 */
export const record: Page = {
  evaluate({ loss, prediction, label }, { metrics, step }) {
    const N = loss.data.length;
    const row = step.data[0] % metrics.shape[0];
    let sum = 0;
    let correct = 0;
    for (let n = 0; n < N; n++) {
      sum += loss.data[n];
      correct += Number(prediction.data[n] === label.data[n]);
    }
    metrics.data[2 * row] = sum / N;
    metrics.data[2 * row + 1] = correct;
    step.data[0]++;
  },
  bound({ inputs: { loss }, errors, outputs: { metrics, step } }) {
    const N = loss.data.length;
    const row = (step.data[0] - 1) % metrics.shape[0];
    const error = new Float64Array(metrics.data.length);
    for (let n = 0; n < N; n++) {
      error[2 * row] += (gamma(N + 5) * Math.abs(loss.data[n]) + 2 * errors.loss.data[n]) / N;
      error[2 * row + 1] += Number(errors.prediction.data[n] > 0);
    }
    return { metrics: error, step: new Float64Array(1) };
  },
};
