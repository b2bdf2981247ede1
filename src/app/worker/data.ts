/** The data that a recipe's network is for. */
import { DataError } from "../../core/errors.ts";
import type { DataSplits } from "../../data/dataset.ts";
import { fetchSplits } from "../../data/mnist.ts";
import { pointsSplits } from "../../data/toy.ts";
import type { Recipe } from "../../model/recipe.ts";

type OnProgress = NonNullable<Parameters<typeof fetchSplits>[1]>;
type Progress = Parameters<OnProgress>[0];

/** Data that are there or on their way, and what ends their way. */
interface Loading {
  readonly data: Promise<DataSplits>;
  readonly stop: AbortController;
  isHere: boolean;
  latest: Progress;
  /** Who hears how far they are: whoever asked last. */
  onProgress?: OnProgress | undefined;
}

const loadings = new Map<string, Loading>();

/** Ends the wait of whoever waits now. */
let leaving = new AbortController();

/** What was last read of a person's own. */
let own: DataSplits | undefined;

export function keepOwn(splits: DataSplits): void {
  own = splits;
}

/**
 * Data are fetched once, whatever is opened; a failed attempt is not remembered.
 *
 * @param onProgress takes the place of an earlier one; without, that goes on to hear
 * @throws DataError where they cannot be had, or were cancelled; the reason of `waitNoMore` after that
 */
export function loadData({ input }: Recipe, isOwn: boolean, onProgress?: OnProgress): Promise<DataSplits> {
  if (isOwn && own !== undefined) return Promise.resolve(own);
  if (input.join() === "2,1,1") return Promise.resolve(pointsSplits());
  const { signal } = leaving;
  const known = loadings.get("mnist");
  const loading = known ?? load("mnist");
  if (onProgress !== undefined) {
    loading.onProgress = onProgress;
    onProgress(loading.latest);
  }
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    loading.data.then(resolve, reject);
  });
}

function load(name: string): Loading {
  const address = new URL(`data/${name}/`, self.location.origin + pageFolder()).href;
  const stop = new AbortController();
  const tell = (progress: Progress) => {
    loading.latest = progress;
    loading.onProgress?.(progress);
  };
  const data = fetchSplits(address, tell, stop.signal);
  const loading: Loading = { data, stop, isHere: false, latest: { what: "data", loaded: 0, total: 0 } };
  loadings.set(name, loading);
  data.then(
    () => {
      loading.isHere = true;
    },
    () => loadings.delete(name),
  );
  return loading;
}

/** Something else is wanted: whoever waits for data gives up. What is on its way goes on, for whoever asks next. */
export function waitNoMore(): void {
  leaving.abort(new Error("Another run is opened."));
  leaving = new AbortController();
  for (const loading of loadings.values()) loading.onProgress = undefined;
}

/** Ends what is on its way. @returns what is said of that; undefined where nothing was */
export function stopLoading(): DataError | undefined {
  const coming = [...loadings.values()].filter(({ isHere }) => !isHere);
  if (coming.length === 0) return undefined;
  const error = new DataError(
    "data: loading was cancelled; it was expected to go on. Load again, or choose what needs less.",
  );
  for (const { stop } of coming) stop.abort(error);
  return error;
}

/** The folder that the page was served from; the worker itself may lie in a folder of assets. */
function pageFolder(): string {
  return import.meta.env.BASE_URL === "./" ? new URL("../", self.location.href).pathname : import.meta.env.BASE_URL;
}
