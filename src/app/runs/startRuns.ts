/** The runs that are kept and their table: loaded when the page stands. */
import { allPresets } from "../../model/failing.ts";
import type { Actions } from "../actions.ts";
import { readAddress, writeAddress } from "../address.ts";
import { byId } from "../look/elements.ts";
import type { PageState } from "../state.ts";
import type { Store } from "../store.ts";
import { differences, type Facts, runNames } from "./facts.ts";
import { keepingRuns } from "./runs.ts";
import { runsView } from "./runsView.ts";
import { factsOf, wordsFor } from "./settingsFacts.ts";

const settingsOf = (address: string) => readAddress(address, allPresets).settings;
/** They are asked for again with every step that is shown. */
const known = new Map<string, Facts>();

function factsOfAddress(address: string): Facts {
  const facts = known.get(address) ?? factsOf(settingsOf(address));
  known.set(address, facts);
  return facts;
}

export function startRuns(page: Store<PageState>, actions: Actions): void {
  const addressOf = ({ settings }: PageState) => writeAddress(settings);
  const areAlike = (one: string, other: string) =>
    factsOfAddress(one).get("loss") === factsOfAddress(other).get("loss");
  runsView({
    place: byId("runs"),
    runs: keepingRuns(page, addressOf, areAlike),
    describe(records) {
      const facts = records.map(({ address }) => factsOfAddress(address));
      const now = factsOfAddress(addressOf(page.get()));
      const names = runNames(facts, (run) => factsOfAddress(`?preset=${run.get("preset")}`), wordsFor);
      const differs = facts.map((run) => differences(run, now, wordsFor).join(", ") || "the same recipe");
      return names.map((name, i) => ({ name, differs: differs[i] }));
    },
    open: ({ address }) => actions.goTo(settingsOf(address)),
  });
}
