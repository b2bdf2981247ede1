/** The option --augment: how far the pictures of a training step are changed at random. */
import { SpecError } from "../core/errors.ts";
import { gentleAugmentation } from "../model/augmentation.ts";
import type { AugmentationSpec } from "../model/recipe.ts";
import type { Option } from "./option.ts";

const DEFAULT = Object.entries(gentleAugmentation)
  .map((pair) => pair.join("="))
  .join(",");

export const augmentOption: Option<AugmentationSpec> = {
  value: "LIST",
  alone: DEFAULT,
  help: `changes the pictures at random: shift=PIXELS, rotation=DEGREES, scale=SHARE, shear=DEGREES, noise=AMOUNT (alone: ${DEFAULT})`,
  read: (name, text) => {
    const amounts = text.split(",").map((part) => {
      const [, field, value] = /^(\w+)=(\S+)$/.exec(part) ?? [];
      const amount = Number(value);
      if (!Number.isFinite(amount)) {
        throw new SpecError(
          `${name}: it is ${JSON.stringify(text)}; a list such as ${DEFAULT} was expected. Write it so, or ${name} alone.`,
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
  },
};
