/** What the signs and words of the page mean, a sentence each: beneath the list of keys. Loaded when that is first opened. */
import { html } from "../look/elements.ts";

type Entry = readonly [name: string, meaning: string];

export const signs: readonly Entry[] = [
  ["x", "the picture that goes in, a number from 0 (paper) to 1 (ink) for each pixel"],
  ["C¹, C²", "maps after a convolution: how much each place looks like each kernel; ¹ counts the layers of that kind"],
  ["P¹, P²", "the same maps pooled: of each small square only the mean or the greatest number stays"],
  ["v", "all maps written one after the other, as one list"],
  ["h", "the numbers of a hidden dense layer: each a sum over all of the layer before"],
  ["z", "what goes into a function such as σ or softmax: the sum before it is bent"],
  ["o", "the outputs, one for each class: the greatest is the answer"],
  ["y", "the class that is right"],
  ["k", "a kernel: a few weights that slide over a picture, the same at every place"],
  ["w, b", "weights, by which numbers are multiplied, and biases, which are added: both are learned"],
  [
    "⊛",
    "in a layer: a kernel slides over a picture as it is, not turned round, and at each place the products are summed up; the field calls it convolution",
  ],
  ["⊙", "a matrix of weights times a list: each output is a sum of all inputs, weighted"],
  ["⊕", "adds the bias to every number of a map"],
  ["σ, ReLU, tanh", "functions that bend: σ squeezes into 0 … 1, tanh into −1 … 1, ReLU makes negative numbers 0"],
  ["softmax", "makes shares of the last layer’s sums z, which add up to 1: how sure the network is of each class"],
  ["∑", "the sum over what stands beneath it"],
  ["L", "the loss: how wrong the answer is, 0 where it is right and sure"],
  ["∂L/∂w", "the gradient: how much the loss grows if this number grows a little"],
  ["η", "the learning rate: how far a step goes against the gradient"],
  [
    "v with w beneath",
    "of momentum: a weight’s velocity, the sum of its gradients, the older ones faded by μ at each step",
  ],
  [
    "m̂, v̂ with w beneath",
    "of Adam: the running means of a weight’s gradient and of its square, which make steps even; ^ makes up for their beginning at 0",
  ],
  ["β, μ, α", "how much of such a sum or mean stays at each step"],
  ["ε", "a tiny number that keeps a division from being one by 0"],
];

export const words: readonly Entry[] = [
  ["Preset", "a network and how it learns, ready to train"],
  ["Run on", "the GPU, or the CPU in float64, which is exact and slow; best takes the GPU where there is one"],
  ["Seed", "where chance begins: the same seed gives the same first weights and the same order of pictures"],
  ["Batch", "the pictures of one step"],
  ["Step", "one batch forward, its loss, backward, and every weight moved a little"],
  ["Epoch", "as many steps as it takes to see every picture once"],
  ["Pictures: varied", "each is shifted, turned and scaled a little before it is learned from, another way each time"],
  ["Check every", "every so many steps the CPU computes the step too, and each layer is compared; 0 is never"],
  [
    "Kernels: predicted, timed",
    "programs of the GPU: those expected to be fastest, or those measured to be on this device",
  ],
  ["Optimiser", "the rule by which gradients become steps: sgd, momentum, adam"],
  ["Schedule", "how the learning rate changes in the course of a run"],
  ["Parameters", "all numbers that are learned: kernels, weights, biases"],
  ["Test accuracy", "the share of right answers on pictures that it has never learned from"],
  ["Confusion matrix", "which class is taken for which, counted on the test pictures"],
  [
    "Convolution, pooling, flatten, dense",
    "kinds of layers: slide kernels; make maps smaller; write them as a list; weigh everything",
  ],
];

const list = (entries: readonly Entry[]) =>
  html("dl", {}, ...entries.map(([name, meaning]) => html("div", {}, html("dt", {}, name), html("dd", {}, meaning))));

export function showGlossary(place: HTMLElement): void {
  place.append(html("h2", {}, "Signs"), list(signs), html("h2", {}, "Words"), list(words));
}
