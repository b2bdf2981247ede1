/** The runs that are kept and their table: loaded when the page stands. */
import { presets } from "../../model/presets.ts";
import type { Actions } from "../actions.ts";
import { readAddress, writeAddress } from "../address.ts";
import { byId } from "../look/elements.ts";
import type { PageState } from "../state.ts";
import type { Store } from "../store.ts";
import { differences, runNames } from "./facts.ts";
import { keepingRuns } from "./runs.ts";
import { runsView } from "./runsView.ts";
import { factsOf } from "./settingsFacts.ts";

const settingsOf = (address: string) => readAddress(address, presets).settings;

export function startRuns(page: Store<PageState>, actions: Actions): void {
  const addressOf = ({ settings }: PageState) => writeAddress(settings);
  const areAlike = (one: string, other: string) => settingsOf(one).preset === settingsOf(other).preset;
  runsView({
    place: byId("runs"),
    runs: keepingRuns(page, addressOf, areAlike),
    describe(records) {
      const facts = records.map(({ address }) => factsOf(settingsOf(address)));
      const now = factsOf(page.get().settings);
      const names = runNames(facts, (run) => factsOf(settingsOf(`?preset=${run.get("preset")}`)));
      return facts.map((run, i) => ({
        name: names[i],
        differs: differences(run, now).join(", ") || "the same recipe",
      }));
    },
    open: ({ address }) => actions.goTo(settingsOf(address)),
  });
}
