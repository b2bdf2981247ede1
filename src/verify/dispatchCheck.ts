import type { Dispatch } from "../plan/plan.ts";
import type { Comparison } from "./compare.ts";

/** What was found out about one dispatch of a plan. */
export interface DispatchCheck {
  readonly dispatch: Dispatch;
  readonly comparisons: readonly Comparison[];
  /** The greatest error of any element as a share of its bound; 1 is just allowed. */
  readonly worst: number;
  /** Whether every element is within its bound, and the same in two runs. */
  readonly pass: boolean;
}

export function checked(dispatch: Dispatch, comparisons: readonly Comparison[]): DispatchCheck {
  return {
    dispatch,
    comparisons,
    worst: Math.max(...comparisons.map(({ worst }) => worst)),
    pass: comparisons.length > 0 && comparisons.every(({ wrong, unstable }) => wrong === 0 && unstable === 0),
  };
}
