/** What it runs on, in full, and how to get something faster. */
import type { Actions } from "../actions.ts";
import { byId, html } from "../look/elements.ts";
import type { Tuned } from "../protocol.ts";
import { dependingOn, type View } from "../view.ts";

/** Which kernels a run trains with. */
function kernelsWords(tuned: Tuned | undefined): string {
  if (tuned === undefined) return "as predicted for this device";
  const when = tuned.stored ? "timed before" : "timed now";
  if (tuned.changed === 0) return `the fastest here (${when}): those predicted`;
  if (tuned.chosenMs === 0) return `the fastest here (${when}): ${tuned.changed} in place of those predicted`;
  const [chosen, predicted] = [tuned.chosenMs, tuned.defaultMs].map((ms) => `${ms.toPrecision(3)}\u202fms`);
  return `the fastest here (${when}): ${chosen} of a step, with those predicted ${predicted}`;
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
    ({ run, phase, settings }) => [run, phase, settings.device, settings.preset],
    ({ run, phase, settings }) => {
      // Whoever chose the CPU needs no advice on the GPU.
      const slow = run?.device.software === true && settings.device !== "cpu" && phase !== "opening";
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
        Kernels: kind === "cpu" ? "" : kernelsWords(run.tuned),
      };
      byId("device-facts").replaceChildren(
        ...Object.entries(facts)
          .filter(([, words]) => words !== "")
          .map(([name, words]) => html("div", {}, html("dt", {}, name), html("dd", {}, words))),
      );
    },
  );
}
