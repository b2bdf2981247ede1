import { expect, test } from "vitest";
import { confusionMatrix, worstMistakes } from "../../src/data/confusion.ts";

test("a confusion matrix counts predictions by row of label and column of prediction", () => {
  expect(confusionMatrix([0, 0, 1, 2, 2, 2], [0, 1, 1, 2, 0, 2], 3)).toEqual([
    [1, 1, 0],
    [0, 1, 0],
    [1, 0, 2],
  ]);
  expect(confusionMatrix([], [], 2)).toEqual([
    [0, 0],
    [0, 0],
  ]);
});

test("the worst mistakes are the wrong answers, surest first, the earlier of two equal ones first", () => {
  const labels = new Uint8Array([1, 1, 1, 1, 1]);
  const predictions = new Uint8Array([0, 1, 2, 3, 4]);
  const confidences = new Float32Array([0.5, 1, 0.9, 0.5, 0.7]);
  expect(worstMistakes(labels, predictions, confidences, 10)).toEqual([2, 4, 0, 3]);
  expect(worstMistakes(labels, predictions, confidences, 2)).toEqual([2, 4]);
  expect(worstMistakes(labels, labels, confidences, 2)).toEqual([]);
});
