import { SpecError } from "../core/errors.ts";
import { shortJson } from "../core/shortJson.ts";
import type { Recipe } from "./recipe.ts";

/** What a recipe may say. */
export const recipeFields = [
  "name",
  "input",
  "layers",
  "loss",
  "initialization",
  "optimizer",
  "schedule",
  "augmentation",
  "order",
  "batch",
] as const satisfies readonly (keyof Recipe)[];

/** What a recipe that does not say is trained with. */
const DEFAULTS = { optimizer: { type: "momentum", learningRate: 0.01, momentum: 0.9 }, batch: 128 };

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** More lists and objects one inside the other than 16 lists of layers have. */
const DEEPEST = 40;

/** Level by level: what is deep must not fill the stack. */
function isTooDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; depth <= DEEPEST; depth++) {
    level = level.flatMap((part) => (typeof part === "object" && part !== null ? Object.values(part) : []));
    if (level.length === 0) return false;
  }
  return true;
}

/**
 * A recipe from a file or another stranger. Name, optimiser and batch may be left out. Layers, and the constants of loss, optimiser
 * and schedule, are read by those who know them, when the recipe is compiled.
 *
 * @param source what messages call it
 * @param name its name, should it have none
 * @throws SpecError where it is no object, has a field that recipes do not have, or one of another kind
 */
export function readRecipe(source: string, name: string, value: unknown): Recipe {
  if (isTooDeep(value)) {
    throw new SpecError(
      `${source}: it has more than ${DEEPEST} lists and objects one inside the other; no more were expected. Make it flatter.`,
    );
  }
  if (!isObject(value)) {
    throw new SpecError(
      `${source}: it is ${shortJson(value)}; an object such as {"input": [1, 28, 28], "layers": […]} was ` +
        "expected. Take a preset as a pattern.",
    );
  }
  const unknown = Object.keys(value).find((field) => !recipeFields.some((known) => known === field));
  if (unknown !== undefined) {
    throw new SpecError(
      `${source}: "${unknown}" is not a field of a recipe; ${recipeFields.map((field) => `"${field}"`).join(", ")} were ` +
        "expected. Remove or rename it.",
    );
  }
  const recipe = { name, ...DEFAULTS, ...value };
  const check = (field: string, fits: boolean, expected: string) => {
    if (fits) return;
    const found = shortJson((recipe as Readonly<Record<string, unknown>>)[field]) ?? "missing";
    throw new SpecError(`${source}: ${field} is ${found}; ${expected} was expected. Set "${field}".`);
  };
  check("name", typeof recipe.name === "string" && recipe.name !== "", "a word");
  const isSize = (size: unknown) => Number.isSafeInteger(size) && (size as number) > 0;
  const { input } = value;
  check(
    "input",
    Array.isArray(input) && input.length === 3 && input.every(isSize),
    "[maps, height, width], such as [1, 28, 28],",
  );
  check(
    "loss",
    typeof value.loss === "string" || isObject(value.loss),
    `a name such as "softmaxCrossEntropy" or an object such as {"type": "softmaxCrossEntropy", "labelSmoothing": 0.1}`,
  );
  check("optimizer", isObject(recipe.optimizer), `an object such as {"type": "sgd", "learningRate": 0.1}`);
  check("schedule", value.schedule === undefined || isObject(value.schedule), `an object such as {"type": "oneCycle"}`);
  check(
    "augmentation",
    value.augmentation === undefined || isObject(value.augmentation),
    `an object such as {"shift": 2, "rotation": 10}`,
  );
  return recipe as unknown as Recipe;
}
