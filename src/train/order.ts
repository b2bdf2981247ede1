/** Which sample comes when. */

import { SpecError } from "../core/errors.ts";
import { isNameIn } from "../core/nameIn.ts";
import { permutation } from "../core/random.ts";

/** The samples that are ordered: how many there are, and their classes. */
export interface Ordered {
  readonly count: number;
  readonly labels: ArrayLike<number>;
}

/** The order of samples in an epoch. */
type Order = (samples: Ordered, seed: number, epoch: number) => Uint32Array;

/** Every order, by the name that a recipe has for it. */
const orders = {
  /** A permutation of each epoch's own. */
  shuffled: ({ count }, seed, epoch) => permutation(count, seed, epoch),
  /** As the data have them. */
  stored: ({ count }) => Uint32Array.from({ length: count }, (_, i) => i),
  /** All of class 0, then all of class 1 …, each as the data have them. To see that it does not work. */
  byLabel: ({ count, labels }) =>
    Uint32Array.from({ length: count }, (_, i) => i).sort((a, b) => labels[a] - labels[b] || a - b),
} satisfies Record<string, Order>;

export type OrderName = keyof typeof orders;

export const orderNames = Object.keys(orders) as OrderName[];

/** @throws SpecError where there is no order of that name */
export function orderOf(name = "shuffled"): Order {
  if (isNameIn(orders, name)) return orders[name as OrderName];
  throw new SpecError(
    `order: it is ${JSON.stringify(name)}; one of ${orderNames.join(", ")} was expected. Choose one of them.`,
  );
}
