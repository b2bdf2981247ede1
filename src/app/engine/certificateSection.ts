/** The certificate: what the page of checks found last, and the way there. */
import { download } from "../look/download.ts";
import { html } from "../look/elements.ts";
import { count, percent } from "../look/format.ts";
import type { PageState } from "../state.ts";
import type { KeptCertificate } from "../verify/kept.ts";
import { readCertificate } from "./keptCertificate.ts";

function factsOf({ date, adapter, checks, failed, worst, verdict }: KeptCertificate): HTMLElement {
  const facts = {
    Verdict: verdict,
    Device: adapter,
    When: new Date(date).toLocaleString(),
    Checks: `${count(checks)}, ${failed === 0 ? "none" : count(failed)} failed`,
    "Worst error": worst > 1 ? "outside its bound" : `${percent(worst)} of its bound`,
    "Kept in": "this browser, until you delete what is stored",
  };
  return html(
    "dl",
    { class: "facts" },
    ...Object.entries(facts).map(([name, words]) => html("div", {}, html("dt", {}, name), html("dd", {}, words))),
  );
}

export function certificateSection() {
  const link = html("a", { class: "link", href: "verify.html" });
  const place = html("div", {});
  const element = html(
    "section",
    { "aria-labelledby": "certificate-title" },
    html("h3", { id: "certificate-title" }, "Is this device right?"),
    place,
    html("p", {}, link),
  );
  let shown: string | undefined;
  return {
    element,
    follow({ settings }: PageState): void {
      link.search = `?preset=${settings.preset}`;
      const kept = readCertificate();
      if (shown === (kept?.date ?? "")) return;
      shown = kept?.date ?? "";
      link.textContent = kept ? "Check it again" : "Check this GPU against the CPU";
      if (kept === undefined) {
        place.replaceChildren(
          html("p", { class: "quiet" }, "Not checked in this browser yet. It takes about a minute."),
        );
        return;
      }
      const { report, date } = kept;
      const save = html("button", { type: "button", class: "button" }, "Save its report");
      save.addEventListener("click", () =>
        download(`circledast-verify-${date.slice(0, 10)}.html`, new TextEncoder().encode(report)),
      );
      place.replaceChildren(factsOf(kept), ...(report === undefined ? [] : [save]));
    },
  };
}
