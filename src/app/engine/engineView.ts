/** The engine room: what it runs on, how a step is computed there, how fast that is, and how right. Loaded when it is first opened. */
import "../styles/engine.css";
import type { Actions } from "../actions.ts";
import type { Message } from "../protocol.ts";
import type { PageState } from "../state.ts";
import { dependingOn, type View } from "../view.ts";
import { adapterSection } from "./adapterSection.ts";
import { certificateSection } from "./certificateSection.ts";
import { driftSection } from "./driftSection.ts";
import { planSection } from "./planSection.ts";
import { rooflineSection } from "./rooflineSection.ts";

export function engineView(room: HTMLElement, worker: Worker, actions: Actions): View {
  const { send } = actions;
  const plan = planSection();
  const roofline = rooflineSection(send);
  const drift = driftSection(actions);
  const certificate = certificateSection();
  const adapter = adapterSection();
  room.append(plan.element, roofline.element, drift.element, certificate.element, adapter.element);

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
    describe(state);
    roofline.follow(state);
    drift.follow(state);
    certificate.follow(state);
  };
}
