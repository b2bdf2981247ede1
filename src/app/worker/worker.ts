/** The page's worker: owns data, sessions and devices, and speaks the protocol. */

import type { AnyRequest } from "../protocol.ts";
import { type RunSettings, recipeOf } from "../settings.ts";
import { obey, part } from "./commands.ts";
import { loadData, stopLoading, waitNoMore } from "./data.ts";
import { cancelOpening, fail, open, restore, send, whenOpen, whenTimed } from "./onShow.ts";
import { previewMessage } from "./preview.ts";
import { stopFinding } from "./rates.ts";
import { readWeights } from "./readWeights.ts";

/** Pictures for someone who is still choosing: where there are none, there is nothing to see. */
async function preview(id: number, settings: RunSettings): Promise<void> {
  const recipe = recipeOf(settings);
  const data = await loadData(recipe, settings.data === "own").catch(() => undefined);
  if (data !== undefined) send(previewMessage(id, recipe, settings.seed, data));
}

async function answer(request: AnyRequest): Promise<void> {
  switch (request.type) {
    case "open":
      // What was sought is for the recipe that goes.
      stopFinding();
      open(request);
      // Not before: what gives up is told from what has failed by a newer one being there.
      return waitNoMore();
    case "restore":
      stopFinding();
      restore();
      return waitNoMore();
    case "stopLoading":
      return cancelOpening(stopLoading());
    case "listKept":
    case "forgetKept": {
      const { forgetKept, listKept } = await import("./keeping.ts");
      return send(await (request.type === "listKept" ? listKept() : forgetKept(request.name)));
    }
    case "preview":
      return preview(request.id, request.settings);
    case "readWeights":
      return whenOpen((run) => send(readWeights(request, run?.session.network)));
    case "readData":
    case "stopReading": {
      const own = await part(
        () => import("./ownData.ts"),
        (message) => ({ type: "ownData", is: "failed", message }),
      );
      if (request.type === "readData") return own?.readData(request, send);
      return own?.stopReading();
    }
    default: {
      // A command trains with the kernels that it asked for; a person may begin with others.
      const when = request.type === "fit" ? whenTimed : whenOpen;
      return when((run) => run && obey(run, request));
    }
  }
}

addEventListener("message", ({ data }: MessageEvent<AnyRequest>) => void answer(data).catch(fail));
