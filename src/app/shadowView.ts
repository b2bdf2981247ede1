/** How far each layer of a training step was from the float64 reference, as a share of what rounding allows. */
import { byId, html } from "./elements.ts";
import { count } from "./format.ts";
import { dependingOn, type View } from "./view.ts";

export function shadowView(): View {
  const place = byId("shadow");
  return dependingOn(
    ({ shadow, settings, run }) => [shadow, settings.shadow, run?.device.kind],
    ({ shadow, settings, run }) => {
      place.hidden = settings.shadow === 0;
      const title = html("h2", { id: "shadow-title" }, "Error against the CPU reference");
      const onCpu = run?.device.kind === "cpu";
      const note = onCpu
        ? "It trains on the reference itself: there is nothing to compare."
        : shadow === undefined
          ? `Every ${settings.shadow === 1 ? "step" : `${count(settings.shadow)} steps`} the CPU computes the same step in float64, and each layer is compared here.`
          : shadow.outside === undefined
            ? `Step ${count(shadow.step)}: every value is as near as rounding explains. 1 is just allowed.`
            : `Step ${count(shadow.step)}: wrong in ${shadow.outside.layer}, beyond what rounding explains. First seen in ${shadow.outside.tensor}.`;
      const words = html("p", { class: shadow?.outside === undefined ? "quiet" : "shadow-wrong" }, note);
      const rows = (shadow?.layers ?? []).map(({ layer, worst }) =>
        html(
          "li",
          worst > 1 ? { class: "shadow-wrong" } : {},
          html("span", {}, layer),
          html("meter", { min: "0", max: "1", value: `${Math.min(worst, 1)}`, "aria-hidden": "true" }),
          html("span", { class: "shadow-share" }, worst.toFixed(2)),
        ),
      );
      place.replaceChildren(title, words, html("ol", {}, ...rows));
    },
  );
}
