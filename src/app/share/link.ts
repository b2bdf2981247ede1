/** The address that a run is handed on by. */
import { writeAddress } from "../address.ts";
import { deviceName } from "../recipe/deviceName.ts";
import { isRunning, type PageState } from "../state.ts";
import { hashDigits, writeClaim } from "./claim.ts";
import type { CopiedWhat } from "./words.ts";

/** The address of a run: its recipe and, where it has stopped and nothing was loaded, what it came to. */
export function linkOf(state: PageState): { readonly link: string; readonly what: CopiedWhat } {
  const { settings, origin, isTaught, run, weightsSha256, weightsStep = 0, trace } = state;
  const recipe = new URL(writeAddress(settings), location.href);
  recipe.hash = "";
  if (settings.data === "own") return { link: recipe.href, what: "own" };
  if (origin !== undefined || isTaught) return { link: recipe.href, what: "altered" };
  const losses = trace.upTo(weightsStep);
  if (isRunning(state)) return { link: recipe.href, what: "running" };
  if (weightsSha256 === undefined || weightsStep === 0 || run === undefined || losses === undefined) {
    return { link: recipe.href, what: "recipe" };
  }
  const sha256 = weightsSha256.slice(0, hashDigits);
  const claim = writeClaim({ step: weightsStep, sha256, device: deviceName(run.device), losses });
  return { link: `${recipe.href}&${claim}`, what: "run" };
}
