import { SpecError } from "../core/errors.ts";
import type { AugmentationSpec, Recipe } from "./recipe.ts";

/** How far handwritten digits can be moved, turned, sized, slanted and blurred by noise, and still be themselves. */
export const gentleAugmentation: AugmentationSpec = { shift: 2, rotation: 10, scale: 0.1, shear: 5, noise: 0.05 };

/** Whether the pictures of a training step are changed at all. */
export function isAugmented({ augmentation = {} }: Recipe): boolean {
  return Object.values(augmentation).some((amount) => amount !== 0);
}

/** `shift=2,rotation=10`, as the command line and the page's address have it. */
export function writeAmounts(augmentation: AugmentationSpec): string {
  return Object.entries(augmentation)
    .map((pair) => pair.join("="))
    .join(",");
}

/**
 * @param name what messages call it
 * @throws SpecError where the text is no such list
 */
export function readAmounts(name: string, text: string): AugmentationSpec {
  const example = writeAmounts(gentleAugmentation);
  const amounts = text.split(",").map((part) => {
    const [, field, value] = /^(\w+)=(\S+)$/.exec(part) ?? [];
    const amount = Number(value);
    if (!Number.isFinite(amount)) {
      throw new SpecError(
        `${name}: it is ${JSON.stringify(text)}; a list such as ${example} was expected. Write it so, or ${name} alone.`,
      );
    }
    return [field, amount] as const;
  });
  const fields = amounts.map(([field]) => field);
  const twice = fields.find((field, place) => fields.indexOf(field) !== place);
  if (twice !== undefined) {
    throw new SpecError(
      `${name}: it is ${JSON.stringify(text)}, with ${twice} twice; each once was expected. Leave one of them out.`,
    );
  }
  return Object.fromEntries(amounts);
}
