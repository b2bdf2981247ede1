/** The four numbers that say how it goes. */

import { byId } from "../look/elements.ts";
import { count, figures, percent } from "../look/format.ts";
import { deviceName } from "../recipe/deviceName.ts";
import { shownEvaluation } from "../state.ts";
import type { View } from "../view.ts";
import type { Curve } from "./curve.ts";

const none = "–";

export function valuesView(): View {
  const [accuracy, loss, speed, device] = ["accuracy", "loss", "speed", "device"].map((id) => byId(id));
  const [bar, accuracyOf] = [byId("bar-accuracy"), byId("accuracy-of")];

  return (state) => {
    const evaluation = shownEvaluation(state);
    set(accuracy!, evaluation ? percent(evaluation.testAccuracy) : none);
    set(bar, evaluation ? percent(evaluation.testAccuracy) : none);
    // While it trains, the last test is of an earlier step: what it knows by now may be much more.
    const isOld = evaluation !== undefined && evaluation.step !== (state.visiting ?? state.step);
    const of = isOld ? `after step ${count(evaluation.step)}` : "";
    if (accuracyOf.textContent !== of) accuracyOf.textContent = of;
    const shown = state.visiting === undefined ? state.loss : lossAt(state.losses, state.visiting);
    set(loss!, shown === undefined ? none : figures(shown));
    set(
      speed!,
      state.imagesPerSecond && state.visiting === undefined ? count(threeFigures(state.imagesPerSecond)) : none,
    );
    set(device!, state.run ? deviceName(state.run.device) : none);
  };
}

/** The mean loss of the steps about an earlier one; of before the first there is none. */
function lossAt({ steps, means }: Curve, step: number): number | undefined {
  return step === 0 ? undefined : means[steps.findIndex((last) => last >= step)];
}

/** Writing the same text again would still cost the browser a layout. */
function set(element: HTMLElement, text: string): void {
  if (element.textContent === text) return;
  element.textContent = text;
  element.classList.toggle("absent", text === none);
}

function threeFigures(value: number): number {
  return value < 1 ? value : Number(value.toPrecision(3));
}
