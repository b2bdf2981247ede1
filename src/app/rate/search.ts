/** A search for a learning rate, as the worker tells of it and the page shows it. */
import type { SuggestedRate, Sweep } from "../../train/rateFinder.ts";

export interface RateSearch {
  /** The steps taken so far; absent while the network is being prepared. */
  readonly sweep?: Sweep;
  readonly isOver: boolean;
  /** Absent too where no rate made the loss fall. */
  readonly suggested?: SuggestedRate | undefined;
  /** What went wrong. */
  readonly failure?: string;
}
