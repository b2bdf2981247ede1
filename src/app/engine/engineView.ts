/** The engine room: what it runs on, how a step is computed there, how fast that is, and how right. Loaded when it is first opened. */
import type { Actions } from "../actions.ts";
import { html } from "../look/elements.ts";
import type { Message, Request } from "../protocol.ts";
import { isRunning, type PageState } from "../state.ts";
import { dependingOn, type View } from "../view.ts";
import { adapterSection } from "./adapterSection.ts";
import { certificateSection } from "./certificateSection.ts";
import { driftSection } from "./driftSection.ts";
import { planSection } from "./planSection.ts";
import { rooflineSection } from "./rooflineSection.ts";

export function engineView(room: HTMLElement, worker: Worker, actions: Actions): View {
  const send = (request: Request) => worker.postMessage(request);
  const train = html("button", { type: "button", class: "button button-main" }, "Train");
  train.addEventListener("click", actions.toggle);
  const plan = planSection();
  const roofline = rooflineSection(send);
  const drift = driftSection(actions);
  const certificate = certificateSection();
  const adapter = adapterSection();
  const back = html("a", { class: "link", href: "#" }, "← Back to the network");
  room.replaceChildren(
    html(
      "div",
      { class: "engine-head" },
      html("div", {}, back, html("h2", { tabindex: "-1", id: "engine-title" }, "Engine room")),
      train,
    ),
    plan.element,
    roofline.element,
    drift.element,
    certificate.element,
    adapter.element,
  );

  worker.addEventListener("message", ({ data: message }: MessageEvent<Message>) => {
    if (message.type === "engine") {
      plan.show(message.description);
      adapter.show(message.description);
    }
    roofline.receive(message);
    if (message.type === "measured") plan.showMeasured(message.measured);
  });

  /** Another run may be planned in another way: it is asked for anew, and what was measured of the last one is no more. */
  const describe = dependingOn(
    ({ run }) => [run],
    ({ run, phase }) => {
      roofline.forget();
      if (run !== undefined && phase !== "failed") send({ type: "describeEngine" });
      else plan.showNone("Nothing is planned before a network is ready.");
    },
  );

  return (state: PageState) => {
    const running = isRunning(state);
    train.textContent = running ? "Pause" : "Train";
    train.ariaDisabled = `${["finished", "lost", "failed"].includes(state.phase)}`;
    describe(state);
    roofline.follow(state);
    drift.follow(state);
    certificate.follow(state);
  };
}
