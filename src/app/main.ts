/** The page: one state, its views, and the worker that computes. */
import { describeLayers } from "../layers/describe.ts";
import { presets } from "../model/presets.ts";
import { createActions } from "./actions.ts";
import { readAddress, writeAddress } from "./address.ts";
import { arithmeticView } from "./arithmeticView.ts";
import { accuracyChart, lossChart } from "./charts.ts";
import { confusionView } from "./confusionView.ts";
import { controlsView } from "./controlsView.ts";
import { deviceView } from "./deviceView.ts";
import { kernelsView } from "./kernelsView.ts";
import { listenToKeys } from "./keyboard.ts";
import { layersView } from "./layersView.ts";
import { mistakesView } from "./mistakesView.ts";
import { networkView } from "./networkView.ts";
import { padView } from "./pad.ts";
import { predictionView } from "./predictionView.ts";
import { recipeForm } from "./recipeForm.ts";
import { seenView } from "./seenView.ts";
import { shadowView } from "./shadowView.ts";
import { stagesOf } from "./stages.ts";
import { opened } from "./state.ts";
import { statusView } from "./statusView.ts";
import { stepView } from "./stepView.ts";
import { createStore } from "./store.ts";
import { subjectView } from "./subjectView.ts";
import { timeView } from "./timeView.ts";
import { valuesView } from "./valuesView.ts";
import { dependingOn } from "./view.ts";

const { settings, notes } = readAddress(location.search, presets);
const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
const store = createStore(opened(settings));
const actions = createActions(store, worker);

/** The recipe and its stages, built once for each preset. */
const stages = new Map(
  Object.entries(presets).map(([name, recipe]) => [name, { recipe, stages: stagesOf(recipe, describeLayers(recipe)) }]),
);
const networkOf = (preset: string) => stages.get(preset)!;

const views = [
  recipeForm(presets, notes, actions),
  controlsView(actions),
  statusView(),
  deviceView(actions),
  layersView(networkOf),
  subjectView(networkOf, actions),
  networkView(networkOf, actions),
  stepView(actions),
  timeView(actions),
  arithmeticView(networkOf, actions),
  kernelsView(networkOf, actions),
  valuesView(),
  lossChart(),
  accuracyChart(),
  padView(networkOf, actions),
  predictionView(networkOf),
  confusionView(),
  mistakesView(networkOf, actions),
  seenView(networkOf),
  shadowView(),
];
for (const view of views) store.subscribe(view);
store.subscribe(
  dependingOn(
    (state) => [state.settings],
    ({ settings: now }) => {
      const address = writeAddress(now);
      // A change by hand is a step that Back takes back; the first address is only written out.
      if (now === settings) history.replaceState(null, "", address);
      else if (address !== location.search) history.pushState(null, "", address);
    },
  ),
);
addEventListener("popstate", () => actions.goTo(readAddress(location.search, presets).settings));
listenToKeys(actions);

actions.open(settings);
