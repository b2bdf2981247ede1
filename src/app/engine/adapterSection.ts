/** What it runs on, in the adapter's own words: features and limits. */
import { html } from "../look/elements.ts";
import { count } from "../look/format.ts";
import type { EngineDescription } from "./protocol.ts";

const line = (name: string, words: string) => html("div", {}, html("dt", {}, name), html("dd", {}, words));

export function adapterSection() {
  const facts = html("dl", { class: "facts" });
  const features = html("p", { class: "engine-features" });
  const limits = html("dl", { class: "facts facts-wide engine-limits" });
  const more = html("details", { class: "about" }, html("summary", {}, "Its limits"), limits);
  const words = html("p", { class: "quiet" }, "Asking the adapter.");
  const element = html(
    "section",
    { "aria-labelledby": "adapter-title" },
    html("h3", { id: "adapter-title" }, "The adapter"),
    words,
    facts,
    features,
    more,
  );
  return {
    element,
    show({ adapter }: EngineDescription): void {
      words.hidden = adapter !== undefined;
      more.hidden = adapter === undefined;
      if (adapter === undefined) {
        words.textContent = "There is no WebGPU adapter here. How to switch it on stands at “What it runs on”.";
        facts.replaceChildren();
        features.textContent = "";
        return;
      }
      facts.replaceChildren(
        ...Object.entries(adapter.facts)
          .filter(([, value]) => value !== "")
          .map(([name, value]) => line(name, value)),
      );
      features.textContent = `Features: ${adapter.features.join(", ")}`;
      limits.replaceChildren(...adapter.limits.map(([name, value]) => line(name, count(value))));
    },
  };
}
