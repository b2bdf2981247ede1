/** Keeps a record of every run that has learned something, and knows which of them are drawn beside the one on show. */
import { type Overlay, overlays } from "../evidence/overlay.ts";
import { isRunning, type PageState } from "../state.ts";
import { createStore, type Store } from "../store.ts";
import { dataOf } from "./dataOf.ts";
import { keepRuns, loadRuns } from "./keptRuns.ts";
import { isWorthKeeping, lastNumber, type Meta, numbered, type RunRecord, recordOf, withRecord } from "./record.ts";

export interface RunsState {
  /** What is kept, newest first. */
  readonly records: readonly RunRecord[];
  /** The run on show as it would be kept now; absent before its first step. */
  readonly current?: RunRecord | undefined;
  /** The styles that others are drawn in, by their ids. */
  readonly drawn: ReadonlyMap<string, number>;
  /** What was deleted last, to be had back. */
  readonly deleted: readonly RunRecord[];
}

/** Of runs that nobody has chosen to see or not to see so many are drawn, the newest. */
const UNASKED = 3;

/** Milliseconds after which a run that goes on is written down anew: a page that is left has no time for it. */
const OFTEN = 3000;

export interface Runs {
  readonly state: Store<RunsState>;
  draw(id: string, isDrawn: boolean): void;
  note(id: string, text: string): void;
  delete(records: readonly RunRecord[]): void;
  undelete(): void;
}

/**
 * @param addressOf what the address says of a state's run
 * @param compared whether the curves of a record can be compared unasked with those of the run on show, and whether both are of the same data
 */
export function keepingRuns(
  page: Store<PageState>,
  addressOf: (state: PageState) => string,
  compared: (record: RunRecord, shown: PageState) => { readonly areAlike: boolean; readonly haveSameData: boolean },
): Runs {
  const state = createStore<RunsState>({ records: [], drawn: new Map(), deleted: [] });
  /** What is known of a run, by its curve: that is what stays the same when Undo brings it back. */
  const metas = new WeakMap<PageState["losses"], Meta>();
  const chosen = new Map<string, boolean>();
  let shown: PageState | undefined;
  let looked = performance.now();
  let written = 0;
  /** The number of the last run. */
  let last = 0;
  /** The records whose lines are drawn. */
  let lines: readonly RunRecord[] = [];

  function change(part: Partial<RunsState>): void {
    const next = { ...state.get(), ...part };
    keepRuns(state.get().records, next.records);
    const others = next.records.filter(({ id }) => id !== next.current?.id);
    const beside = new Map(others.map((other) => [other, shown && compared(other, shown)]));
    const unasked = others.filter((other) => beside.get(other)?.areAlike).slice(0, UNASKED);
    const wanted = others.filter((other) => chosen.get(other.id) ?? unasked.includes(other));
    // Charts are made anew for other lines: only then.
    if (wanted.length === lines.length && wanted.every((record, i) => record === lines[i])) return state.set(next);
    lines = wanted;
    const ids = wanted.map(({ id }) => id);
    const drawn = styles(next.drawn, ids);
    state.set({ ...next, drawn });
    overlays.set(
      wanted.map((record): Overlay => {
        const isOfOtherData = beside.get(record)?.haveSameData === false;
        return { ...record, style: drawn.get(record.id)!, isOfOtherData };
      }),
    );
  }

  function metaOf(run: PageState): Meta {
    const known = metas.get(run.losses);
    if (known === undefined) {
      const id = `${Date.now()}.${Math.random()}`;
      return { id, number: ++last, date: Date.now(), seconds: 0, note: "", data: dataOf(run) };
    }
    const kept = state.get().records.find(({ id }) => id === known.id);
    return kept === undefined ? known : { ...known, note: kept.note, number: kept.number };
  }

  function see(next: PageState): void {
    const now = performance.now();
    const seconds = (now - looked) / 1000;
    looked = now;
    const before = shown;
    shown = next;
    let { records } = state.get();
    if (before !== undefined && isRunning(before) && before.phase !== "opening") {
      const meta = metaOf(before);
      metas.set(before.losses, { ...meta, seconds: meta.seconds + seconds });
      const isOver = before.losses !== next.losses || !isRunning(next);
      // The state of now where the run is still the one on show: it has the last test and the hash.
      const latest = before.losses === next.losses ? next : before;
      const isTime = before.phase !== next.phase || before.evaluation !== next.evaluation || now - written > OFTEN;
      if ((isOver || isTime) && isWorthKeeping(latest)) {
        records = withRecord(records, recordOf(latest, addressOf(latest), metaOf(latest)));
        written = now;
      }
    }
    const same = before?.losses === next.losses && before.step === next.step && before.phase === next.phase;
    if (same && before.evaluation === next.evaluation && records === state.get().records) return;
    const current = next.step > 0 ? recordOf(next, addressOf(next), metaOf(next)) : undefined;
    if (current !== undefined) metas.set(next.losses, current);
    change({ records, current });
  }

  page.subscribe(see);
  void loadRuns().then((loaded) => {
    const { records } = state.get();
    const known = numbered(loaded);
    // What has begun meanwhile comes after them.
    const meta = shown && metas.get(shown.losses);
    last = lastNumber(known) + (meta ? 1 : 0);
    if (meta) metas.set(shown!.losses, { ...meta, number: last });
    state.set({ ...state.get(), records: loaded });
    change({ records: records.map((record) => ({ ...record, number: last })).reduce(withRecord, known) });
  });
  addEventListener("pagehide", () => {
    if (shown !== undefined && isWorthKeeping(shown))
      change({ records: withRecord(state.get().records, recordOf(shown, addressOf(shown), metaOf(shown))) });
  });

  return {
    state,
    draw(id, isDrawn) {
      chosen.set(id, isDrawn);
      change({});
    },
    note(id, text) {
      const { records, current } = state.get();
      // The run on show may not be among them yet.
      if (shown !== undefined && current?.id === id) metas.set(shown.losses, { ...metaOf(shown), note: text });
      const withNote = (record: RunRecord) => (record.id === id ? { ...record, note: text } : record);
      change({ records: records.map(withNote), current: current && withNote(current) });
    },
    delete(deleted) {
      change({ records: state.get().records.filter((record) => !deleted.includes(record)), deleted });
    },
    undelete() {
      const { records, deleted } = state.get();
      change({ records: deleted.reduce(withRecord, records), deleted: [] });
    },
  };
}

/** Who is drawn already keeps its style; who comes takes the first that is free. */
function styles(before: ReadonlyMap<string, number>, ids: readonly string[]): ReadonlyMap<string, number> {
  const after = new Map<string, number>();
  for (const id of ids) if (before.has(id)) after.set(id, before.get(id)!);
  for (const id of ids) {
    if (after.has(id)) continue;
    const taken = new Set(after.values());
    let style = 0;
    while (taken.has(style)) style++;
    after.set(id, style);
  }
  return after;
}
