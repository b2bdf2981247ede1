/** When a device is to be lost: at moments drawn at random, of each kind that a run has. */
import { RandomStream } from "../../core/random.ts";
import { STATE_COPIES } from "../../gpu/engine.ts";
import type { Asked } from "./watchedGpu.ts";

/** While steps are under way, the test set is judged, a copy of the state is read back, the next device is prepared; or at any time. */
export const momentKinds = ["training", "judging", "copying", "opening", "any"] as const;
export type MomentKind = (typeof momentKinds)[number];

/** Losses in a row without a new step: at five, by design, a run gives up. */
const MOST_IN_VAIN = 3;
/** Of those the most while a device is prepared: each try after the first waits longer. */
const MOST_OPENING = 2;
/** Milliseconds until a loss happens in any case, where its moment does not come. */
const PATIENCE = 400;

const isOf: Record<Exclude<MomentKind, "any">, (asked: Asked, label: string) => boolean> = {
  training: (asked) => asked === "submit",
  judging: (asked, label) => asked === "allocate" && label.startsWith("staging of"),
  copying: (asked, label) => asked === "map" && label === STATE_COPIES,
  opening: (asked) => asked === "open" || asked === "compile" || asked === "allocate",
};

/** How many such calls to let pass, at most. */
const COUNTS: Record<Exclude<MomentKind, "any">, number> = { training: 10, judging: 6, copying: 1, opening: 40 };

export class LossMoments {
  readonly #random: RandomStream;
  readonly #most: number;
  readonly #lose: () => boolean;
  /** Losses that there were, by their moments. */
  readonly counts: Record<MomentKind, number> = { training: 0, judging: 0, copying: 0, opening: 0, any: 0 };
  #armed: MomentKind | undefined;
  #left = 0;
  #timer: NodeJS.Timeout | undefined;
  #inVain = 0;
  #opening = 0;
  /** Whether the device has been asked for work. */
  #isOpen = false;
  #isEnded = false;

  constructor(seed: number, most: number, lose: () => boolean) {
    this.#random = new RandomStream(seed, "losses");
    this.#most = most;
    this.#lose = lose;
  }

  get total(): number {
    return momentKinds.reduce((sum, kind) => sum + this.counts[kind], 0);
  }

  /** Whether all there were to be have been, and the run went on after the last. */
  get isOver(): boolean {
    return this.total >= this.#most && this.#inVain === 0;
  }

  /** Told of every call to a device. */
  asked(asked: Asked, label: string): void {
    if (asked === "open") this.#isOpen = false;
    if (asked === "submit" && !this.#isOpen) {
      // The device is ready, and does its first work.
      this.#isOpen = true;
      this.#opening = 0;
      if (this.#armed === undefined || this.#armed === "opening") this.#arm(false);
    }
    const kind = this.#armed;
    if (kind === undefined || kind === "any" || !isOf[kind](asked, label)) return;
    this.#left--;
    if (this.#left <= 0) this.#fire(kind);
  }

  /** Told where steps have been done for the first time. */
  progress(): void {
    this.#inVain = 0;
    if (this.#armed === undefined && this.#isOpen) this.#arm(false);
  }

  /** Loses nothing any more. */
  end(): void {
    clearTimeout(this.#timer);
    this.#armed = undefined;
    this.#isEnded = true;
  }

  #arm(mayBeOpening: boolean): void {
    clearTimeout(this.#timer);
    this.#armed = undefined;
    if (this.#isEnded || this.total >= this.#most || this.#inVain >= MOST_IN_VAIN) return;
    if (mayBeOpening) {
      if (this.#opening >= MOST_OPENING || this.#random.below(4) > 0) return;
      this.#armed = "opening";
    } else {
      this.#armed = (["training", "judging", "copying", "any"] as const)[this.#random.below(4)];
      const wait = this.#armed === "any" ? this.#random.below(150) : PATIENCE;
      this.#timer = setTimeout(() => this.#fire("any"), wait);
    }
    if (this.#armed !== "any") this.#left = 1 + this.#random.below(COUNTS[this.#armed]);
  }

  /** A little later or at once: in the middle of the host's work, after it, or while it waits. */
  #fire(kind: MomentKind): void {
    clearTimeout(this.#timer);
    this.#armed = undefined;
    const lose = () => {
      if (this.#isEnded || !this.#lose()) return;
      this.counts[kind]++;
      this.#inVain++;
      this.#isOpen = false;
      if (kind === "opening") this.#opening++;
      this.#arm(true);
    };
    const how = this.#random.below(3);
    if (how === 0) lose();
    else if (how === 1) queueMicrotask(lose);
    else setTimeout(lose, this.#random.below(4));
  }
}
