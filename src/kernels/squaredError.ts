import shader from "#shaders/squaredError.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of squaredError. */
export const squaredError = kernel(shader, {
  covers: [["loss = squaredError(x, expected)"]],
  constants: (site) => ({ N: site.shape("x")[0], F: site.shape("x")[1] }),
  invocations: (site) => site.size("loss"),
});
