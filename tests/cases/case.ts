/**
 * What fixes one evaluation: the shapes of the inputs by role, and the attributes, side by side. Where several operations follow each
 * other, one of them may have attributes of its own, under its name. Five more words are for the tests:
 * `scale` multiplies the drawn values; `exact` rounds them to small integers, of which f32 computes sums and products without error,
 * and allows none; `partials` gives the gradient as so many partial sums; `nth` says which step it is, the second where nothing is said;
 * `applies: false` says that the kernel cannot do this case.
 */
export type Given = Readonly<Record<string, unknown>>;

export interface Case {
  readonly name: string;
  readonly given: Given;
}

/** A case that is refused, with this message. */
export interface ErrorCase extends Case {
  readonly says: string;
}

export interface Cases {
  readonly cases: readonly Case[];
  readonly errors: readonly ErrorCase[];
}

interface Table {
  /** An ordinary case. */
  readonly control: Given;
  /** What is different from it, one thing at a time: on both sides of every boundary. */
  readonly deviations: readonly Given[];
  readonly errors?: readonly (Given & { readonly says: string })[];
}

function nameOf(deviation: object): string {
  return Object.entries(deviation)
    .map(([what, value]) => `${what} ${wordsFor(value)}`)
    .join(", ");
}

function wordsFor(value: unknown): string {
  if (Array.isArray(value)) return value.join("×");
  return typeof value === "object" && value !== null ? `(${nameOf(value)})` : String(value);
}

export function cases({ control, deviations, errors = [] }: Table): Cases {
  return {
    cases: [
      { name: "control", given: control },
      ...deviations.map((deviation) => ({ name: nameOf(deviation), given: { ...control, ...deviation } })),
    ],
    errors: errors.map(({ says, ...deviation }) => ({
      name: nameOf(deviation),
      given: { ...control, ...deviation },
      says,
    })),
  };
}

/** The same shape for several roles. */
export function all(roles: readonly string[], shape: readonly number[]): Given {
  return Object.fromEntries(roles.map((role) => [role, shape]));
}

/** Sizes of one array on both sides of a workgroup's 64, four workgroups filled, and a shape of primes. */
export const workgroupEdges: readonly Given[] = [[1], [63], [64], [65], [256], [3, 43]].map((x) => ({ x }));
