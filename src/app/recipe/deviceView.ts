/** What it runs on, in full, and how to get something faster. */
import type { Actions } from "../actions.ts";
import { byId, html } from "../look/elements.ts";
import { count } from "../look/format.ts";
import type { Tuned } from "../protocol.ts";
import type { PageState } from "../state.ts";
import { dependingOn, type View } from "../view.ts";

/** Which kernels a run trains with, and what is being found out about others. */
function kernelsWords({ run, tuning, timed }: PageState): string {
  if (run?.tuned !== undefined)
    return `the fastest here (${run.tuned.stored ? "timed before" : "timed now"}): ${foundWords(run.tuned)}`;
  const predicted = "as predicted for this device";
  if (tuning !== undefined) return `${predicted}; timing others: ${count(tuning.done)} of ${count(tuning.total)}`;
  if (timed === undefined) return predicted;
  if (timed.tuned === undefined) return `${predicted}; others could not be timed: ${timed.failure}`;
  return `${predicted}; the next run has the fastest here: ${foundWords(timed.tuned)}`;
}

function foundWords({ changed, chosenMs, defaultMs }: Tuned): string {
  if (changed === 0) return "those predicted";
  if (chosenMs === 0) return `${changed} in place of those predicted`;
  const [chosen, predicted] = [chosenMs, defaultMs].map((ms) => `${ms.toPrecision(3)}\u202fms`);
  return `${chosen} of a step, with those predicted ${predicted}`;
}

export function deviceView(actions: Actions): View {
  const about = byId<HTMLDetailsElement>("about");
  const help = byId<HTMLButtonElement>("gpu-help");
  const lose = byId<HTMLButtonElement>("lose");
  lose.addEventListener("click", actions.loseDevice);
  help.addEventListener("click", () => {
    about.open = true;
    about.scrollIntoView({ block: "nearest" });
    about.querySelector("summary")!.focus();
  });

  return dependingOn(
    ({ run, phase, failureKind, settings, tuning, timed }) => [
      ...[run, phase, failureKind, settings.device, settings.preset, tuning, timed],
    ],
    (state) => {
      const { run, phase, failureKind, settings } = state;
      const missing = phase === "failed" && failureKind === "device";
      // Whoever chose the CPU needs no advice on the GPU.
      const slow = settings.device !== "cpu" && phase !== "opening" && (run?.device.software === true || missing);
      help.hidden = !slow;
      byId("gpu-steps").hidden = !slow;
      lose.disabled = run === undefined || run.device.kind === "cpu" || ["opening", "lost", "failed"].includes(phase);
      byId<HTMLAnchorElement>("check").search = `?preset=${settings.preset}`;
      if (!run) return;
      const { kind, vendor, architecture, description } = run.device;
      const facts = {
        Kind: kind === "cpu" ? "CPU reference, float64" : run.device.software ? "software adapter" : "GPU",
        Vendor: vendor,
        Architecture: architecture,
        Description: description,
        Why: run.reason ?? "",
        Kernels: kind === "cpu" ? "" : kernelsWords(state),
      };
      byId("device-facts").replaceChildren(
        ...Object.entries(facts)
          .filter(([, words]) => words !== "")
          .map(([name, words]) => html("div", {}, html("dt", {}, name), html("dd", {}, words))),
      );
    },
  );
}
