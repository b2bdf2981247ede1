import type { Inspection } from "./inspector.ts";
import { openElement } from "./openElement.ts";
import type { Factor, Opened } from "./opened.ts";

/** What of an opened number to open next: that which an activation is applied to, or a bias added to. */
function within(opened: Opened): Factor | undefined {
  if (opened.kind === "sum" && opened.op === "addBias") return opened.terms[0].factors[0];
  if (opened.kind !== "function") return undefined;
  const { x, ...others } = opened.args;
  return x?.length === 1 && Object.keys(others).length === 0 ? x[0] : undefined;
}

/**
 * A number opened until there are several to choose from: σ(Σ x·k + b) is three, the value of σ, its argument, and the sum without the bias.
 *
 * @param place of the element, in row-major order
 */
export function openChain(inspection: Inspection, tensor: string, place: number): Opened[] {
  const chain: Opened[] = [];
  for (let next: Pick<Factor, "tensor" | "place"> | undefined = { tensor, place }; next !== undefined; ) {
    const opened = openElement(inspection, next.tensor, next.place);
    chain.push(opened);
    next = within(opened);
  }
  return chain;
}
