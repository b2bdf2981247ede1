/** What can be said of a recipe before there are data. */
import { initializationOf } from "../layers/initialize.ts";
import type { Recipe } from "../model/recipe.ts";
import { compileTraining } from "../plan/compile.ts";
import { orderOf } from "./order.ts";
import { scheduleOf } from "./schedule.ts";

/** @throws SpecError or ShapeError, naming the part, where it could not be trained whatever the data are */
export function checkRecipe(recipe: Recipe): void {
  compileTraining(recipe, { count: recipe.batch, shape: recipe.input });
  initializationOf(recipe.initialization);
  scheduleOf(recipe);
  orderOf(recipe.order);
}
