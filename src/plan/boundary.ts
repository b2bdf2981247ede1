import type { Dispatch, Plan } from "./plan.ts";

/** Tensors that a dispatch reads without having computed them. */
export function inputsOf({ operations }: Dispatch): string[] {
  const inputs = new Set<string>();
  const computed = new Set<string>();
  for (const operation of operations) {
    for (const name of Object.values(operation.inputs)) if (!computed.has(name)) inputs.add(name);
    for (const name of Object.values(operation.outputs)) computed.add(name);
  }
  return [...inputs];
}

/** Tensors that a dispatch leaves in memory; what it keeps in registers is nobody's to see. */
export function outputsOf(plan: Plan, { operations, bindings }: Dispatch): string[] {
  const outputs = new Set(operations.flatMap((operation) => Object.values(operation.outputs)));
  return [...outputs].filter((name) => {
    const { buffer, offset } = plan.places.get(name)!;
    return Object.values(bindings).some((range) => range.buffer === buffer && range.offset === offset);
  });
}
