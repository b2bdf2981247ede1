/** What the kernels that compute all gradients of a convolution have in common: lib/weightGradBlocks.wgsl and lib/inputGradStrips.wgsl. */
import { convolutionSizes } from "./constants.ts";
import { tapEffort, tapParts, tapTiles } from "./conv2dParameterGrads.ts";
import type { Effort, Site } from "./kernel.ts";
import { PRICE } from "./prices.ts";
import { isSimpleConvolution } from "./tiling.ts";

/** Invocations of a workgroup. */
const LANES = 64;

/** Most input maps of a strip. */
const MOST_MAPS = 8;

/** So many rows of four neighbours in so many input maps. */
interface Strip {
  readonly HEIGHT: number;
  readonly MAPS: number;
}

/** Invocations for dx: every strip of every block of maps, whole workgroups of each. */
function stripInvocations(site: Site, { HEIGHT, MAPS }: Strip): number {
  const [N, C, H, W] = site.shape("x");
  return Math.ceil((N * Math.ceil(H / HEIGHT) * Math.ceil(W / 4)) / LANES) * LANES * (C / MAPS);
}

/** What one of them does. For each row of taps three gradients of each of its rows come first, then one more for each tap. */
function stripWork(site: Site, { HEIGHT, MAPS }: Strip) {
  const [M, , KH, KW] = site.shape("weight");
  const uniform = M * KH * KW * MAPS;
  return { flops: 8 * HEIGHT * MAPS * M * KH * KW, loads: M * KH * HEIGHT * (3 + KW) + uniform, uniform };
}

/** The strip of least time: a large one loads little, but of small ones there are enough to keep a card busy. */
function stripFor(site: Site): Strip {
  const [, C] = site.shape("x");
  const maps = Array.from({ length: Math.min(MOST_MAPS, C) }, (_, k) => k + 1).filter((count) => C % count === 0);
  const strips = [2, 1].flatMap((HEIGHT) => maps.toReversed().map((MAPS): Strip => ({ HEIGHT, MAPS })));
  const priceOf = (strip: Strip) => {
    const { flops, loads, uniform } = stripWork(site, strip);
    const lane = Math.max(flops / 2, PRICE.load * (loads - uniform) + PRICE.uniformLoad * uniform);
    return lane * Math.max(1, stripInvocations(site, strip) / site.device.fill);
  };
  return strips.reduce((best, strip) => (priceOf(strip) < priceOf(best) ? strip : best));
}

export function suitsGradStrips(site: Site): boolean {
  return isSimpleConvolution(site.attributes("conv2dWeightGrad"));
}

export function gradStripsConstants(site: Site) {
  return { ...convolutionSizes(site.shape("x"), site.shape("dw")), PARTS: tapParts(site), ...stripFor(site) };
}

/** Whole workgroups do the one or the other. */
export function gradStripsInvocations(site: Site): number {
  return Math.ceil(tapTiles(site) / LANES) * LANES + stripInvocations(site, stripFor(site));
}

export function gradStripsEffort(site: Site): Effort {
  const [strip, taps] = [stripFor(site), tapEffort(site)];
  const [N, M, P, Q] = site.shape("dy");
  const [, C, KH, KW] = site.shape("dw");
  const [invocations, work] = [stripInvocations(site, strip), stripWork(site, strip)];
  const tile = { flops: (2 * N * M * P * Q * C * KH * KW) / tapTiles(site), loads: taps.loads / tapTiles(site) };
  return {
    loads: taps.loads + invocations * work.loads,
    uniform: invocations * work.uniform,
    registers: Math.max(taps.registers, 4 * strip.HEIGHT * strip.MAPS + 10),
    kinds: [tile, work],
  };
}
