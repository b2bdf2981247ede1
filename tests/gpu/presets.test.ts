import { describe } from "vitest";
import { presets } from "../../src/model/presets.ts";
import { networkChecks } from "../../src/verify/networkChecks.ts";
import { traits } from "../device.ts";
import { eachPasses } from "../eachPasses.ts";
import { oddNetworks } from "../networks.ts";

describe.each(Object.entries({ ...presets, ...oddNetworks }))(
  "every dispatch of %s computes what the reference does",
  (_, recipe) => {
    eachPasses(networkChecks(recipe, 3, { device: traits }));
  },
);
