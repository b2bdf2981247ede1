import { all, type Given } from "./case.ts";

/** Lengths around the 64 of a segment and the 256 of a workgroup, and one of more segments than a segment is long, gradients in partial sums, rows of the schedule on both sides of this step's, and weight decay. */
export function updateDeviations(roles: readonly string[]): Given[] {
  const flat = (length: number) => all(["parameter", "gradient", ...roles], [length]);
  return [
    flat(1),
    flat(63),
    flat(65),
    flat(128),
    flat(131),
    flat(256),
    flat(257),
    flat(771),
    flat(4096),
    { partials: 3 },
    { ...flat(131), partials: 4 },
    { schedule: [1, 4] },
    { schedule: [2, 4] },
    { weightDecay: 0.3 },
    { weightDecay: 1e-4 },
  ];
}

/** Arrays that do not fit the parameter, and constants out of their ranges: `shares` are those from 0 on and below 1. */
export function updateErrors(op: string, roles: readonly string[], shares: readonly string[]) {
  const refused = (name: string, value: number, words: string) => ({
    [name]: value,
    says: `${op}: ${name} is ${value}; a number ${words} was expected. Change "${name}".`,
  });
  return [
    ...["gradient", ...roles].map((role) => ({
      [role]: [63],
      says: `${op}: ${role} is 63; 64 was expected, the shape of parameter. Give both the same shape.`,
    })),
    refused("weightDecay", -0.1, "of at least 0"),
    ...shares.flatMap((name) => [-0.1, 1].map((value) => refused(name, value, "of at least 0 and below 1"))),
  ];
}
