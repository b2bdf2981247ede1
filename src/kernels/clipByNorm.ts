import shader from "#shaders/clipByNorm.wgsl";
import { kernel } from "./kernel.ts";
import { foursOf } from "./update.ts";

/** The plain kernel of clipByNorm. */
export const clipByNorm = kernel(shader, {
  covers: [["clipped = clipByNorm(gradient, norm)"]],
  constants: (site) => ({ T: site.size("clipped"), CLIP: site.attributes("clipByNorm").clipNorm as number }),
  invocations: (site) => foursOf(site, "clipped"),
});
