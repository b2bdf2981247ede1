import { referenceDevice } from "../../core/device.ts";
import { initializationOf } from "../../layers/initialize.ts";
import { explain as explainPlan, formatExplanation } from "../../plan/explain.ts";
import { checkStorage } from "../../plan/halfStorage.ts";
import { explainPasses } from "../../plan/passes.ts";
import { planProgram } from "../../plan/plan.ts";
import { profiles } from "../../plan/profiles.ts";
import { trainingFor } from "../../plan/splitStatistics.ts";
import { scheduleOf } from "../../train/schedule.ts";
import { formatTuning } from "../../tune/formatTuning.ts";
import { command } from "../command.ts";
import { readFixed } from "../kernels.ts";
import { placeOptions } from "../openChosen.ts";
import { choice, flag, text } from "../option.ts";
import { adjustRecipe, chooseRecipe, networkOptions, trainingOptions } from "../recipe.ts";

/** The plan is made for a training set as large as MNIST's. */
const SAMPLES = 60_000;

/** What the plan that is explained is for. */
function plannedFor(
  adapter = "any adapter: a program on a processor without extensions. Another: --adapter-profile NAME",
): string {
  return `Planned for ${adapter}.`;
}

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
    kernels: text("FILE.json", "the plan with the kernels that tune --out wrote, and what each candidate takes"),
    storage: placeOptions.storage,
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
    const data = { count: SAMPLES, shape: recipe.input };
    const profile = profiles.find(({ name }) => name === given["adapter-profile"]);
    const { storage = "f32" } = given;
    const tuning = given.kernels === undefined ? undefined : await readFixed(given.kernels);
    const device = tuning?.device ?? profile?.device;
    const adapter = tuning?.identity.adapter.split(" | ")[0] ?? profile?.title;
    if (device !== undefined) checkStorage(storage, device, { ...referenceDevice, description: adapter! });
    const program = trainingFor(recipe, data, device);
    const options = { reuse: true, storage, only: tuning?.kernels.training, ...(device && { device }) };
    const plan = planProgram(program, "fast", options);
    const passes = explainPasses(recipe, data, options);
    const explained = given.json
      ? JSON.stringify({ ...explainPlan(program, plan, profile, passes), ...(tuning && { tuning }) })
      : [
          formatExplanation(program, plan, profile, passes),
          plannedFor(adapter),
          ...(tuning ? ["", formatTuning(tuning)] : []),
        ].join("\n");
    process.stdout.write(`${explained}\n`);
    return 0;
  },
});
