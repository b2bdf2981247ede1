import { initializationOf } from "../../layers/initialize.ts";
import { compileTraining } from "../../plan/compile.ts";
import { explain as explainPlan, formatExplanation } from "../../plan/explain.ts";
import { planProgram } from "../../plan/plan.ts";
import { profiles } from "../../plan/profiles.ts";
import { scheduleOf } from "../../train/schedule.ts";
import { command } from "../command.ts";
import { choice, flag } from "../option.ts";
import { adjustRecipe, chooseRecipe, networkOptions, trainingOptions } from "../recipe.ts";

/** The plan is made for a training set as large as MNIST's. */
const SAMPLES = 60_000;

export const explain = command({
  name: "explain",
  summary: "shows the plan of a training step: layers, dispatches, buffers; needs no device",
  usage: ["[--preset NAME | --model FILE.json] [options]"],
  options: {
    ...networkOptions,
    ...trainingOptions,
    "adapter-profile": choice(
      "NAME",
      profiles.map(({ name }) => name),
      `the plan that such an adapter gets, and the times predicted for it: ${profiles.map(({ name }) => name).join(", ")}`,
    ),
    json: flag("the plan as one JSON object on standard output"),
  },
  notes: [
    `The training set is taken to have ${SAMPLES.toLocaleString("en-US")} samples. Without --preset and --model it explains lenet.`,
  ],
  async run(given) {
    const recipe = adjustRecipe(await chooseRecipe(given), given);
    // What the plan does not show, training would refuse all the same.
    scheduleOf(recipe);
    initializationOf(recipe.initialization);
    const program = compileTraining(recipe, { count: SAMPLES, shape: recipe.input });
    const profile = profiles.find(({ name }) => name === given["adapter-profile"]);
    const plan = planProgram(program, "fast", profile && { device: profile.device });
    process.stdout.write(
      `${given.json ? JSON.stringify(explainPlan(program, plan, profile)) : formatExplanation(program, plan, profile)}\n`,
    );
    return 0;
  },
});
