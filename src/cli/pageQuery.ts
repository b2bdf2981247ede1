/** What the page's address says of a run that options of the command line describe: the form is that of app/address.ts. */
import { writeAmounts } from "../model/augmentation.ts";
import { placeOptions } from "./openChosen.ts";
import type { Values } from "./option.ts";
import { adjustRecipe, chooseRecipe, lengthOptions, networkOptions, seedOption, trainingOptions } from "./recipe.ts";

/** All that an address can say, as `train` has it. */
export const addressOptions = {
  preset: networkOptions.preset,
  seed: seedOption,
  ...trainingOptions,
  ...lengthOptions,
  device: placeOptions.device,
} as const;

export type AddressValues = Values<typeof addressOptions>;

/** `?preset=lenet&order=byLabel`, or nothing where nothing was given. What is made of several options, an optimiser or a schedule, stands there in JSON. */
export async function pageQuery(given: AddressValues): Promise<string> {
  const { preset, seed, batch, epochs, steps, device, augment, order } = given;
  const own = await chooseRecipe({ preset, model: undefined });
  const { optimizer, schedule } = adjustRecipe(own, given);
  const has = (...names: (keyof AddressValues)[]) => names.some((name) => given[name] !== undefined);
  const said: Readonly<Record<string, string | number | undefined>> = {
    preset,
    seed,
    batch,
    epochs,
    steps,
    device,
    augment: augment && writeAmounts(augment),
    order,
    optimizer: has("optimizer", "learning-rate", "weight-decay", "clip-norm", "average-decay")
      ? JSON.stringify(optimizer)
      : undefined,
    schedule: has("schedule", "warmup") ? JSON.stringify(schedule) : undefined,
  };
  const pairs = Object.entries(said).flatMap(([name, value]) => (value === undefined ? [] : [[name, `${value}`]]));
  return pairs.length === 0 ? "" : `?${new URLSearchParams(pairs)}`;
}

/** The same options as arguments of `train`. */
export function argumentsOf({ augment, ...given }: AddressValues): string[] {
  const all = Object.entries({ ...given, augment: augment && writeAmounts(augment) });
  return all.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`]));
}
