/** How far each layer of a training step was from the float64 reference, as a share of what rounding allows. */
import { byId, html } from "../look/elements.ts";
import { count } from "../look/format.ts";
import type { PageState } from "../state.ts";
import { dependingOn, type View } from "../view.ts";

export function shadowView(): View {
  const place = byId("shadow");
  return dependingOn(
    ({ shadow, settings, run }) => [shadow, settings.shadow, run?.device.kind],
    (state) => {
      const { shadow, settings } = state;
      place.hidden = settings.shadow === 0;
      const title = html("h2", { id: "shadow-title" }, "Error against the CPU reference");
      const words = html("p", { class: shadow?.outside === undefined ? "quiet" : "shadow-wrong" }, noteOf(state));
      const rows = (shadow?.layers ?? []).map(({ layer, worst }) =>
        html(
          "li",
          worst > 1 ? { class: "shadow-wrong" } : {},
          html("span", {}, layer),
          html("meter", { min: "0", max: "1", value: `${Math.min(worst, 1)}`, "aria-hidden": "true" }),
          html("span", { class: "shadow-share" }, Number.isFinite(worst) ? worst.toFixed(2) : "∞"),
        ),
      );
      place.replaceChildren(title, words, html("ol", {}, ...rows));
    },
  );
}

function noteOf({ shadow, settings, run }: PageState): string {
  if (run?.device.kind === "cpu") return "It trains on the reference itself: there is nothing to compare.";
  if (shadow === undefined) {
    const often = settings.shadow === 1 ? "step" : `${count(settings.shadow)} steps`;
    return `Every ${often} the CPU computes the same step in float64, and each layer is compared here.`;
  }
  const { step, outside } = shadow;
  if (outside === undefined)
    return `Step ${count(step)}: every value is as near as rounding explains. 1 is just allowed.`;
  return `Step ${count(step)}: wrong in ${outside.layer}, beyond what rounding explains. First seen in ${outside.tensor}.`;
}
