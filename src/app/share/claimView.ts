/** Whether the run is the one that the link came with, said beside Train while it goes. */
import { byId } from "../look/elements.ts";
import { seldom } from "../look/seldom.ts";
import { deviceName } from "../recipe/deviceName.ts";
import type { PageState } from "../state.ts";
import { dependingOn, type View } from "../view.ts";
import type { Claim } from "./claim.ts";
import { compare, type Verdict } from "./comparison.ts";
import { verdictWords } from "./words.ts";

/** Milliseconds between two looks: the words change with every step compared. */
const betweenLooks = 250;

function verdictOf(claim: Claim, { trace, run, marked, weightsSha256, weightsStep }: PageState): Verdict {
  const known = [marked, { step: weightsStep, weightsSha256 }];
  const sha256 = known.find((one) => one?.step === claim.step)?.weightsSha256;
  return compare(claim, { trace, device: run ? deviceName(run.device) : "", sha256 });
}

/** @param problem why the address's claim cannot be read */
export function claimView(problem: string | undefined): View {
  const place = byId("claim");
  // Told aloud when it is another verdict, not with every step.
  place.ariaLive = "off";
  let kind = "";
  let unread = problem;

  const show = seldom(betweenLooks, (state: PageState) => {
    const { claim } = state;
    if (claim === undefined) return;
    const altered =
      state.lessons.taught > 0 ? "You taught this run something" : state.origin ? "You loaded weights" : undefined;
    if (altered !== undefined) {
      place.className = "quiet claim";
      place.textContent = `${altered}: it is no longer the run that the link came with. Reset, and train, to compare.`;
      return;
    }
    const verdict = verdictOf(claim, state);
    const sign = { same: "same", identical: "same", rounding: "same", different: "different", weights: "different" };
    place.className = `quiet claim ${verdict.kind === "nothing" ? "" : sign[verdict.kind]}`;
    place.ariaLive = verdict.kind === kind ? "off" : "polite";
    kind = verdict.kind;
    place.textContent = verdictWords(verdict, claim);
  });

  return dependingOn(
    ({ claim, step, marked, weightsSha256, lessons, run, origin }) => [
      ...[claim, step, marked, weightsSha256, lessons.taught, run, origin],
    ],
    (state) => {
      if (state.step > 0) unread = undefined;
      place.hidden = state.claim === undefined && unread === undefined;
      if (state.claim !== undefined) show(state, state.phase !== "training");
      else if (unread !== undefined) {
        place.textContent = `What this link says of a run cannot be read: ${unread}. Nothing is compared.`;
      }
    },
  );
}
