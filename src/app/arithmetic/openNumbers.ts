/** Opening numbers: one inside the other, one beside the other, and the way back. */
import type { Request } from "../protocol.ts";
import type { PageState, SightMessage } from "../state.ts";
import type { Store } from "../store.ts";
import { type Direction, neighbour } from "./neighbour.ts";

export interface NumberActions {
  /** Opens a number of what is looked at, by its tensor and place; without one, closes it. */
  openNumber(tensor?: string, place?: number): void;
  /** The same, in place of a number of the same tensor that was opened last: Back goes to where that was come from. */
  walkTo(tensor: string, place: number): void;
  /** Opens the number beside the one that is open; says whether there is one. */
  openBeside(direction: Direction): boolean;
  /** Opens the network's answer, from which every other number can be reached. */
  openAnswer(): void;
  /** Shows the number that was open before this one. */
  back(): void;
}

interface OpenNumbers {
  readonly actions: NumberActions;
  /** Whether an answer is to the last question. */
  isAwaited(id: number): boolean;
  /** Asks anew for the number that is open: it stays open, with the numbers of now. */
  renew(): void;
}

/** The shape of a tensor that a sight tells of. */
function shapeIn({ input, layers, parameters }: SightMessage, tensor: string): readonly number[] | undefined {
  const all = [input, ...Object.values(layers), ...Object.values(parameters)];
  const seen = all.flatMap(({ value, gradient }) => (gradient === undefined ? [value] : [value, gradient]));
  return seen.find(({ tensor: own }) => own === tensor)?.shape;
}

export function openNumbers(store: Store<PageState>, send: (request: Request) => void): OpenNumbers {
  let asked = 0;
  const change = (part: Partial<PageState>) => store.set({ ...store.get(), ...part });

  function ask(tensor: string, place: number): void {
    asked++;
    send({ type: "openNumber", id: asked, tensor, place });
  }

  const actions: NumberActions = {
    openNumber(tensor, place = 0) {
      if (tensor === undefined) {
        // What is still on its way is not wanted any more.
        asked++;
        return change({ opened: undefined, trail: [] });
      }
      change({ trail: [...store.get().trail, { tensor, place }] });
      ask(tensor, place);
    },
    walkTo(tensor, place) {
      const { trail } = store.get();
      const before = trail.at(-1)?.tensor === tensor ? trail.slice(0, -1) : trail;
      change({ trail: [...before, { tensor, place }] });
      ask(tensor, place);
    },
    openBeside(direction) {
      const { opened, sight } = store.get();
      const open = opened?.chain[0];
      const shape = open && sight && shapeIn(sight, open.tensor);
      const place = shape && neighbour(shape, open.place, direction);
      if (place === undefined) return false;
      actions.walkTo(open!.tensor, place);
      return true;
    },
    openAnswer() {
      const { sight } = store.get();
      const outputs = sight && Object.values(sight.layers).at(-1)?.value;
      if (outputs) actions.openNumber(outputs.tensor, Math.min(sight.answer, outputs.data.length - 1));
    },
    back() {
      const trail = store.get().trail.slice(0, -1);
      const last = trail.at(-1);
      if (last === undefined) return actions.openNumber();
      change({ trail });
      ask(last.tensor, last.place);
    },
  };
  return {
    actions,
    isAwaited: (id) => id === asked,
    renew() {
      const { opened } = store.get();
      if (opened !== undefined) ask(opened.chain[0].tensor, opened.chain[0].place);
    },
  };
}
