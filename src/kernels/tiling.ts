import type { Shape } from "../core/shape.ts";
import { convolutionOf } from "../operations/convolution.ts";
import type { Attributes } from "../operations/operation.ts";
import { windowOf } from "../operations/window.ts";
import type { Effort, Site } from "./kernel.ts";

/** Most maps that an invocation of the convolution kernels computes. */
const MOST_MAPS = 8;

/**
 * How many maps each invocation computes: the greatest divisor of their number that the kernels can hold. Where that would leave half of a card
 * idle, a smaller one, but no single map: inputs that serve no second one are loaded too often.
 *
 * @param strips invocations for one map
 */
export function mapsPerInvocation({ device }: Site, strips: number, maps: number): number {
  const counts = Array.from({ length: Math.min(MOST_MAPS, maps) }, (_, k) => k + 1).filter((k) => maps % k === 0);
  const [greatest, ...smaller] = counts.toReversed();
  const isBusy = (count: number) => device.software || (strips * maps) / count >= device.fill / 2;
  if (isBusy(greatest)) return greatest;
  const shared = smaller.filter((count) => count > 1);
  return shared.find(isBusy) ?? shared.at(-1) ?? greatest;
}

/** Lanes of a workgroup of the kernels that compute two rows of four pixels at once. */
const STRIP_LANES = 64;

/** Workgroups that compute so many pairs of rows of four pixels, of all maps. */
export function stripWorkgroups(site: Site, strips: number, maps: number) {
  return [Math.ceil(strips / STRIP_LANES), maps / mapsPerInvocation(site, strips, maps), 1] as const;
}

/**
 * What two rows of four pixels of several maps ask for. For each row of taps three pixels of each row come first, then one more for each tap;
 * all lanes share the weights, and the bias.
 *
 * @param rows rows of taps: those of the kernel times the maps that are summed over
 * @param KW taps in a row
 */
export function stripEffort(site: Site, strips: number, maps: number, rows: number, KW: number): Effort {
  const [groups, layers] = stripWorkgroups(site, strips, maps);
  const MAPS = mapsPerInvocation(site, strips, maps);
  const invocations = groups * layers * STRIP_LANES;
  const uniform = invocations * MAPS * (rows * KW + 1);
  return { loads: invocations * rows * (6 + 2 * KW) + uniform, uniform, registers: 8 * MAPS + 10 };
}

/** The activation at the end of the pattern that was found, as lib/activation.wgsl numbers it. */
export function activationOf(site: Site): number {
  if (site.has("relu") || site.has("reluGrad")) return 1;
  return site.has("sigmoid") || site.has("sigmoidGrad") ? 2 : 0;
}

/** Whether a kernel with all of its taps side by side slides over all maps by one; padding it may have. */
export function slidesByOne(attributes: Attributes): boolean {
  const { stride, dilation, groups } = convolutionOf(attributes);
  return [...stride, ...dilation, groups].every((one) => one === 1);
}

/** Whether it slides so and not beyond the input: only then is the output H − KH + 1 rows high. */
export function isSimpleConvolution(attributes: Attributes): boolean {
  return slidesByOne(attributes) && convolutionOf(attributes).padding.every((zero) => zero === 0);
}

/** Whether pooling windows lie side by side, all of them inside their input [N, C, H, W]. */
export function isTiled(attributes: Attributes, [, , H, W]: Shape): boolean {
  const { kernel, stride, padding, ceilMode } = windowOf(attributes);
  const isWhole = !ceilMode || (H % kernel[0] === 0 && W % kernel[1] === 0);
  return kernel[0] === stride[0] && kernel[1] === stride[1] && padding.every((zero) => zero === 0) && isWhole;
}

/** Such windows of `pooled` [N, C, H, W], and what is left of some at the edge. */
export function windowsOf(attributes: Attributes, [N, C, H, W]: Shape): number {
  const [KH, KW] = windowOf(attributes).kernel;
  return N * C * Math.ceil(H / KH) * Math.ceil(W / KW);
}

/** Constants of the kernels for such windows alone. */
export function sideBySide(attributes: Attributes, [N, C, H, W]: Shape) {
  const [KH, KW] = windowOf(attributes).kernel;
  return { NC: N * C, H, W, KH, KW };
}

/** Rows and columns of such windows, and of what is pooled [N, C, H, W]: constants of lib/windowSpread.wgsl. */
export function windowSizes(attributes: Attributes, [, , PH, PW]: Shape) {
  const [VH, VW] = windowOf(attributes).kernel;
  return { VH, VW, PH, PW };
}

/** Whether such windows are two rows high and two columns wide. */
export function poolsPairs(attributes: Attributes, input: Shape): boolean {
  const [height, width] = windowOf(attributes).kernel;
  return height === 2 && width === 2 && isTiled(attributes, input);
}

/** Invocations that a gradient is divided into at least. */
const LEAST_INVOCATIONS = 4096;

/**
 * Number of partial sums that a gradient is left as: enough invocations to occupy the device, at most one a sample, at most `most`: each has
 * to be written, read and added.
 *
 * @param invocations number of invocations of one part
 */
export function partsFor({ device }: Site, batch: number, invocations: number, most: number): number {
  const wanted = Math.ceil(Math.max(LEAST_INVOCATIONS, device.fill) / invocations);
  const parts = Math.max(1, Math.min(batch, most, wanted));
  // Equal parts: none may be left without a sample.
  return Math.ceil(batch / Math.ceil(batch / parts));
}
