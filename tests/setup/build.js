/** Builds what is out of date before the tests of what is built. In a process of its own: Vitest's environment says "test". */
import { execute } from "../../scripts/bootstrap.js";

export function setup() {
  // `npm test` has built, or counted that it could not; then the other tests are still to run.
  if (process.env.CIRCLEDAST_BUILT) return;
  const { NODE_ENV, ...env } = process.env;
  execute(process.execPath, ["scripts/build.js"], { env });
}
