import { describe } from "vitest";
import { kernels } from "../../src/kernels/index.ts";
import { kernelChecks } from "../../src/verify/kernelChecks.ts";
import { eachPasses } from "../eachPasses.ts";

describe.each(kernels)("kernel $name computes what the reference does", (kernel) => {
  eachPasses(kernelChecks([kernel]));
});
