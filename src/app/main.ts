/** The page: one state, its views, and the worker that computes. */
import { allPresets } from "../model/failing.ts";
import { createActions } from "./actions.ts";
import { readAddress, writeAddress } from "./address.ts";
import { accuracyChart, lossChart } from "./evidence/charts.ts";
import { confusionView } from "./evidence/confusionView.ts";
import { mistakesView } from "./evidence/mistakesView.ts";
import { padView } from "./evidence/pad.ts";
import { predictionView } from "./evidence/predictionView.ts";
import { statusView } from "./evidence/statusView.ts";
import { valuesView } from "./evidence/valuesView.ts";
import { lazy, lazyView } from "./lazy.ts";
import { byId } from "./look/elements.ts";
import { mannersView } from "./manners/mannersView.ts";
import { kernelsView } from "./network/kernelsView.ts";
import { createNetworkOf } from "./network/networkOf.ts";
import { networkView } from "./network/networkView.ts";
import { seenView } from "./network/seenView.ts";
import { stepView } from "./network/stepView.ts";
import { subjectView } from "./network/subjectView.ts";
import { workOffline } from "./offline/offline.ts";
import { ownPlace } from "./own/ownPlace.ts";
import { placesView } from "./places.ts";
import { rateView } from "./rate/rateView.ts";
import { withRate } from "./rate/withRate.ts";
import { controlsView } from "./recipe/controlsView.ts";
import { deviceView } from "./recipe/deviceView.ts";
import { editView } from "./recipe/editView.ts";
import { layersView } from "./recipe/layersView.ts";
import { recipeForm } from "./recipe/recipeForm.ts";
import { sameSettings } from "./settings.ts";
import { readClaim, writeClaim } from "./share/claim.ts";
import { smallView } from "./small/smallView.ts";
import { opened, type PageState } from "./state.ts";
import { createStore, whenFirst } from "./store.ts";
import { dependingOn } from "./view.ts";

const { settings, notes } = readAddress(location.search, allPresets);
const { claim, problem } = readClaim(location.search);
const worker = new Worker(new URL("./worker/worker.ts", import.meta.url), { type: "module" });
const store = createStore(opened(settings, undefined, { claim }));
const actions = createActions(store, worker);

const networkOf = createNetworkOf();

function operatorPlace() {
  const element = byId("operator");
  const room = element.querySelector<HTMLElement>(".operator")!;
  const load = () => import("./operator/operatorPlace.ts");
  return { element, view: lazyView(room, load, ({ createOperator }) => createOperator(room, networkOf)) };
}

function enginePlace() {
  const element = byId("engine");
  const room = element.querySelector<HTMLElement>(".engine")!;
  const load = () => import("./engine/engineView.ts");
  return { element, view: lazyView(room, load, ({ engineView }) => engineView(room, worker, actions)) };
}

const views = [
  recipeForm(allPresets, notes, actions),
  ownPlace(store, actions),
  controlsView(actions),
  // What is kept and handed on comes a moment later: until then its buttons are dim.
  lazyView(
    byId("keep-words"),
    () => import("./share/keepView.ts"),
    ({ keepView }) => keepView(actions),
  ),
  statusView(actions),
  deviceView(actions),
  layersView(networkOf),
  editView(actions),
  smallView(networkOf),
  rateView(actions, (learningRate) => actions.open(withRate(store.get().settings, learningRate))),
  subjectView(networkOf, actions),
  networkView(networkOf, actions),
  stepView(actions),
  kernelsView(networkOf, actions),
  valuesView(),
  lossChart(),
  accuracyChart(),
  padView(networkOf, actions),
  predictionView(networkOf),
  confusionView(),
  mistakesView(networkOf, actions),
  seenView(networkOf),
  mannersView(actions, store.get),
  placesView({ convolution: operatorPlace(), engine: enginePlace() }),
];
for (const view of views) store.subscribe(view);
/** What the first view does not need is fetched when it is first wanted. */
function later<M>(
  id: string,
  isWanted: (state: PageState) => boolean,
  load: () => Promise<M>,
  make: (part: M) => void,
) {
  whenFirst(store, isWanted, lazy(byId(id), load, make));
}
const hasOpened = ({ phase }: PageState) => phase !== "opening";
later(
  "claim",
  // Of most addresses nobody says what a run of theirs came to.
  (state) => state.claim !== undefined || problem !== undefined,
  () => import("./share/claimView.ts"),
  (part) => store.subscribe(part.claimView(problem)),
);
later(
  "done",
  ({ phase }) => phase === "finished",
  () => import("./recipe/doneView.ts"),
  ({ doneView }) => store.subscribe(doneView(actions)),
);
later(
  "arithmetic",
  (state) => state.opened !== undefined,
  () => import("./arithmetic/arithmeticView.ts"),
  ({ arithmeticView }) => store.subscribe(arithmeticView(networkOf, actions)),
);
later(
  "time",
  ({ history }) => history.length > 1,
  () => import("./network/timeView.ts"),
  ({ timeView }) => store.subscribe(timeView(actions)),
);
later(
  "shadow",
  ({ settings }) => settings.shadow > 0,
  () => import("./evidence/shadowView.ts"),
  ({ shadowView }) => store.subscribe(shadowView()),
);
later(
  "teach",
  ({ drawing }) => drawing !== undefined,
  () => import("./teach/teachView.ts"),
  ({ teachView }) => store.subscribe(teachView(store, actions)),
);
later(
  "runs",
  hasOpened,
  () => import("./runs/startRuns.ts"),
  ({ startRuns }) => startRuns(store, actions),
);
later(
  "kept",
  hasOpened,
  () => import("./kept/keptView.ts"),
  ({ keptView }) => {
    store.subscribe(keptView(byId("kept"), actions));
    actions.listKept();
  },
);
store.subscribe(
  dependingOn(
    (state) => [state.settings, state.claim],
    ({ settings: now, claim }) => {
      const address = writeAddress(now) + (claim ? `&${writeClaim(claim)}` : "");
      // A change by hand is a step that Back takes back; the first address is only written out.
      if (now === settings) history.replaceState(null, "", address + location.hash);
      else if (address !== location.search) history.pushState(null, "", address + location.hash);
    },
  ),
);
addEventListener("popstate", () => {
  const hasOwn = store.get().own.report !== undefined;
  const { settings: to } = readAddress(location.search, allPresets, hasOwn);
  // Another place of the same page changes nothing in the run.
  if (!sameSettings(to, store.get().settings)) actions.goTo(to, { claim: readClaim(location.search).claim });
});
// Shortcuts of what buttons do as well: they come a moment later.
void lazy(
  byId("keys"),
  () => import("./keyboard.ts"),
  ({ listenToKeys }) => listenToKeys(actions),
)();
workOffline(store);

actions.open(settings, { claim });
