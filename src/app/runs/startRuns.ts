/** The runs that are kept and their table: loaded when the page stands. */
import { allPresets } from "../../model/failing.ts";
import type { Actions } from "../actions.ts";
import { readAddress, writeAddress } from "../address.ts";
import { byId } from "../look/elements.ts";
import type { PageState } from "../state.ts";
import type { Store } from "../store.ts";
import { dataOf, dataOfRecord, usualData } from "./dataOf.ts";
import { differences, type Facts, runName } from "./facts.ts";
import type { RunRecord } from "./record.ts";
import { keepingRuns } from "./runs.ts";
import { runsView } from "./runsView.ts";
import { factsOf, wordsFor } from "./settingsFacts.ts";

/** A run on somebody's own pictures is told as that, whether they are still there or not. */
const settingsOf = (address: string) => readAddress(address, allPresets, true).settings;
/** They are asked for again with every step that is shown. */
const known = new Map<string, Facts>();

function factsOfAddress(address: string): Facts {
  const facts = known.get(address) ?? factsOf(settingsOf(address));
  known.set(address, facts);
  return facts;
}

export function startRuns(page: Store<PageState>, actions: Actions): void {
  const addressOf = ({ settings }: PageState) => writeAddress(settings);
  const dataIn = (record: RunRecord) => dataOfRecord(record, settingsOf(record.address));
  const withData = (address: string, data: string): Facts => new Map([...factsOfAddress(address), ["data", data]]);
  const usual = (run: Facts) => {
    const address = `?preset=${run.get("preset")}`;
    return withData(address, usualData(settingsOf(address)));
  };
  function compared(record: RunRecord, shown: PageState) {
    const haveSameData = dataIn(record) === dataOf(shown);
    const [one, other] = [record.address, addressOf(shown)].map((address) => factsOfAddress(address).get("loss"));
    return { areAlike: haveSameData && one === other, haveSameData };
  }
  /** Pictures of one's own are there until others are read, or the page goes. */
  function canOpen(record: RunRecord): boolean {
    const settings = settingsOf(record.address);
    return settings.data !== "own" || dataIn(record) === dataOf({ settings, own: page.get().own });
  }
  runsView({
    place: byId("runs"),
    runs: keepingRuns(page, addressOf, compared),
    describe(records) {
      const data = records.map(dataIn);
      const facts = records.map(({ address }, i) => withData(address, data[i]));
      const now = withData(addressOf(page.get()), dataOf(page.get()));
      const names = facts.map((run) => runName(run, usual(run), wordsFor));
      const differs = facts.map((run) => differences(run, now, wordsFor).join(", ") || "the same recipe");
      return names.map((name, i) => ({
        name,
        differs: differs[i],
        data: data[i],
        isOfOtherData: data[i] !== now.get("data"),
        canOpen: canOpen(records[i]),
      }));
    },
    open: ({ address }) => actions.goTo(settingsOf(address)),
  });
}
