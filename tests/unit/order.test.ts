import { expect, test } from "vitest";
import { adjustRecipe } from "../../src/cli/recipe.ts";
import { presets } from "../../src/model/presets.ts";
import type { Recipe } from "../../src/model/recipe.ts";
import { Course } from "../../src/train/course.ts";
import { orderNames, orderOf } from "../../src/train/order.ts";

const samples = { count: 7, labels: [3, 1, 0, 1, 3, 0, 2] };
/** The order of an epoch of a run with this recipe. */
const order = (name: string | undefined, epoch: number, seed = 1) => {
  const recipe = { ...presets.sigmoid2, ...(name === undefined ? {} : { order: name }) } as Recipe;
  return [...new Course(recipe, samples, seed, { epochs: 2 }).order(epoch)];
};
const asStored = [0, 1, 2, 3, 4, 5, 6];

test("each order has every sample once", () => {
  for (const name of orderNames) expect([...order(name, 0)].sort()).toEqual(asStored);
});

test("shuffled, which is the default, is another in each epoch and for each seed", () => {
  expect(order(undefined, 0)).toEqual(order("shuffled", 0));
  expect(order("shuffled", 0)).not.toEqual(order("shuffled", 1));
  expect(order("shuffled", 0)).not.toEqual(order("shuffled", 0, 2));
});

test("stored is as the data have them, byLabel sorted and else as they have them, in every epoch", () => {
  for (const epoch of [0, 1]) {
    expect(order("stored", epoch)).toEqual(asStored);
    expect(order("byLabel", epoch)).toEqual([2, 5, 1, 3, 6, 0, 4]);
  }
});

test("the command line puts an order in place of the recipe's; another is refused", () => {
  expect(adjustRecipe(presets.quick, { order: "stored" } as Parameters<typeof adjustRecipe>[1])).toEqual({
    ...presets.quick,
    order: "stored",
  });
  expect(() => orderOf("toString")).toThrow('order: it is "toString"; one of shuffled, stored, byLabel was expected.');
});
