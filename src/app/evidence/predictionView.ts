/** The ten outputs for the drawing as bars, and the answer in words. */
import { lossType } from "../../losses/index.ts";
import { byId } from "../look/elements.ts";
import { percent } from "../look/format.ts";
import type { NetworkOf } from "../network/networkOf.ts";
import { className } from "../own/own.ts";
import { dependingOn, type View } from "../view.ts";
import { outputsList } from "./outputsList.ts";
import { answerWords } from "./wording.ts";

export function predictionView(networkOf: NetworkOf): View {
  const list = outputsList();
  byId("prediction").append(...list.parts);

  const structure = dependingOn(
    ({ run, own, settings }) => [run?.classes ?? 10, own.report, settings.data],
    (state) => list.build(Array.from({ length: state.run?.classes ?? 10 }, (_, label) => className(state, label))),
  );
  const content = dependingOn(
    ({ outputs, drawing, run, own, settings }) => [
      outputs,
      drawing === undefined,
      run?.classes,
      networkOf(settings),
      own.report,
      settings.data,
    ],
    (state) => {
      const probabilities = lossType(networkOf(state.settings).recipe.loss) !== "squaredError";
      const write = probabilities ? percent : (output: number) => output.toFixed(3);
      list.show(state.outputs, answerWords(state, probabilities), write);
    },
  );
  return (state) => {
    structure(state);
    content(state);
  };
}
