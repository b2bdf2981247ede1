/** Choices of kernels that the browser keeps. Where it keeps nothing, kernels are timed each time. */
import type { Tuning, TuningStore } from "../../tune/tuning.ts";
import { inStore } from "../database.ts";

const place = ["circledast", "kernels"] as const;

export class BrowserStore implements TuningStore {
  load(name: string): Promise<unknown> {
    return inStore(place, "readonly", (store) => store.get(name));
  }

  async save(name: string, tuning: Tuning): Promise<void> {
    await inStore(place, "readwrite", (store) => store.put(tuning, name));
  }
}
