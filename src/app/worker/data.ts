/** The data that a recipe's network is for. */
import type { DataSplits } from "../../data/dataset.ts";
import { fetchSplits } from "../../data/mnist.ts";
import { pointsSplits } from "../../data/toy.ts";
import type { Recipe } from "../../model/recipe.ts";

const loaded = new Map<string, Promise<DataSplits>>();

type OnProgress = NonNullable<Parameters<typeof fetchSplits>[1]>;

/** What was last read of a person's own. */
let own: DataSplits | undefined;

export function keepOwn(splits: DataSplits): void {
  own = splits;
}

/** Data are fetched once, whatever is opened; a failed attempt is not remembered. */
export function loadData({ input }: Recipe, isOwn: boolean, onProgress: OnProgress): Promise<DataSplits> {
  if (isOwn && own !== undefined) return Promise.resolve(own);
  const name = input.join() === "2,1,1" ? "points" : "mnist";
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const address = new URL("data/mnist/", self.location.origin + pageFolder()).href;
  const data = name === "points" ? Promise.resolve(pointsSplits()) : fetchSplits(address, onProgress);
  loaded.set(name, data);
  data.catch(() => loaded.delete(name));
  return data;
}

/** The folder that the page was served from; the worker itself may lie in a folder of assets. */
function pageFolder(): string {
  return import.meta.env.BASE_URL === "./" ? new URL("../", self.location.href).pathname : import.meta.env.BASE_URL;
}
