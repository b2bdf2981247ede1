import type { Cases } from "./case.ts";
import { backward } from "./fused/backward.ts";
import { convolution } from "./fused/convolution.ts";
import { convolutionGrads } from "./fused/convolutionGrads.ts";
import { dense } from "./fused/dense.ts";
import { heads } from "./fused/heads.ts";

/** Cases of the kernels that cover several operations, by the variables of their patterns: around the edges of their tiles. */
export const fusedCases: Readonly<Record<string, Cases>> = {
  ...convolution,
  ...convolutionGrads,
  ...dense,
  ...backward,
  ...heads,
};
