import { describe } from "vitest";
import { kernels } from "../../src/kernels/index.ts";
import { kernelChecks } from "../../src/verify/kernelChecks.ts";
import { traits } from "../device.ts";
import { eachPasses } from "../eachPasses.ts";

// Some kernels ask for an extension that this device may lack.
const checked = kernels.map(({ name }, index) => ({ name, checks: kernelChecks([kernels[index]], traits) }));

describe.each(checked.filter(({ checks }) => checks.length > 0))(
  "kernel $name computes what the reference does",
  ({ checks }) => {
    eachPasses(checks);
  },
);
