/** A step in its stages, forwards and back, and the network as it was after earlier steps. */
import type { Request } from "../protocol.ts";
import type { PageState } from "../state.ts";
import type { Store } from "../store.ts";
import { canStep, stepAfter, stepBefore, stepStages } from "./stepStages.ts";

export interface StageActions {
  /** On to the next stage of a step. Into the last one the step is taken: the network on show is then the one after it. */
  nextStage(): void;
  /** To one of the stages, into the last one as nextStage does. */
  toStage(stage: number): void;
  /** Back to the stage before; from the last one to the network before the step, from the first one to the end of the step before. */
  backStage(): void;
  /** Shows the network as it was after a step; without one, as it is. */
  visit(step: number | undefined): void;
}

interface Others {
  send(request: Request): void;
  step(): void;
  openNumber(tensor?: string): void;
  /** Has the drawing read again. */
  ask(): void;
}

export function stageActions(store: Store<PageState>, { send, step, openNumber, ask }: Others): StageActions {
  const change = (part: Partial<PageState>) => store.set({ ...store.get(), ...part });

  /** Shows a stage: forward and loss have values, backward and update gradients; of the loss the number itself is opened. */
  function enter(stage: number): void {
    change({ stage, show: stage < 2 ? "values" : "gradients", trail: [] });
    const { sight } = store.get();
    if (stepStages[stage].name === "loss" && sight !== undefined) openNumber(sight.lossTensor);
    else if (store.get().opened !== undefined) openNumber();
  }

  function visit(at: number | undefined): void {
    const { history, tests } = store.get();
    const visiting = at === undefined || at >= history.at(-1)! ? undefined : at;
    change({ visiting });
    send({ type: "visit", step: visiting, judge: tests.every((test) => test.step !== visiting) });
    ask();
  }

  const update = stepStages.length - 1;

  function toStage(stage: number): void {
    const state = store.get();
    enter(stage);
    if (stage !== update || state.stage === update) return;
    // What has been taken already is looked at again.
    if (state.visiting !== undefined) visit(stepAfter(state));
    else if (canStep(state)) step();
  }

  return {
    toStage,
    nextStage() {
      toStage((store.get().stage + 1) % stepStages.length);
    },
    backStage() {
      const state = store.get();
      // The network on show is the one that the step before has come to.
      if (state.stage === 0) return enter(update);
      enter(state.stage - 1);
      if (state.stage === update) visit(stepBefore(state));
    },
    visit,
  };
}
