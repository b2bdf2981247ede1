import shader from "#shaders/crossEntropyHead.wgsl";
import { labelSmoothingOf } from "../operations/softmaxCrossEntropy.ts";
import { kernel, type Site } from "./kernel.ts";

/** Lanes of the workgroup: a card has one for every sample, as far as there may be so many; a processor, to which lanes are dear, those of the shader. */
function lanesOf(site: Site): number {
  const [N] = site.shape("x");
  const { value } = shader.constants.LANES;
  return site.device.software ? value : Math.min(256, Math.ceil(N / value) * value);
}

/** The end of a classifier: cross-entropy, its gradient, the predicted class, the note of the step's result. */
export const crossEntropyHead = kernel(shader, {
  covers: [
    [
      "loss = softmaxCrossEntropy(x, label)",
      "prediction = classify(x)",
      "dx = softmaxCrossEntropyGrad(x, label)",
      "metrics, step = record(loss, prediction, label, metrics, step)",
    ],
  ],
  applies: (site) => site.shape("x")[1] > 1,
  constants: (site) => ({
    N: site.shape("x")[0],
    F: site.shape("x")[1],
    R: site.shape("metrics")[0],
    SMOOTHING: labelSmoothingOf(site.attributes("softmaxCrossEntropy")),
    LANES: lanesOf(site),
  }),
  workgroups: () => [1, 1, 1],
  // Greatest, sum and gradient each go through a sample's outputs; then there are its label and the step.
  effort: (site) => ({
    loads: 4 * site.size("x") + 2 * site.shape("x")[0],
    workgroupWords: 2 * lanesOf(site),
    registers: 16,
    barriers: 1,
  }),
});
