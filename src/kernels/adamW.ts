import shader from "#shaders/adamW.wgsl";
import { adamConstants } from "./adam.ts";
import { kernel } from "./kernel.ts";
import { foursOf } from "./update.ts";

/** The plain kernel of adamW. */
export const adamW = kernel(shader, {
  covers: [["parameter, moment1, moment2 = adamW(parameter, gradient, moment1, moment2, schedule, step)"]],
  constants: (site) => adamConstants(site, "adamW"),
  invocations: (site) => foursOf(site, "parameter"),
});
