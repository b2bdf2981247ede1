/** Checks the adapter in a worker, so that the page stays free. */
import { version } from "../../../package.json";
import { openDevice } from "../../gpu/device.ts";
import { presets } from "../../model/presets.ts";
import { adapterFacts } from "../../verify/certificate.ts";
import { kernelChecks } from "../../verify/kernelChecks.ts";
import { affordableBatch, networkChecks } from "../../verify/networkChecks.ts";
import { runChecks } from "../../verify/runChecks.ts";
import { browserName } from "./browserName.ts";
import type { Message, Request } from "./protocol.ts";

const send = (message: Message) => postMessage(message);

type Start = Extract<Request, { type: "start" }>;

let stop: AbortController | undefined;

async function check({ preset, onlyNetwork }: Start, signal: AbortSignal): Promise<void> {
  const recipe = preset === undefined ? undefined : presets[preset];
  const { adapter, device, description, traits } = await openDevice(navigator.gpu);
  try {
    const batch = recipe && affordableBatch(recipe);
    const checks = [
      ...(onlyNetwork ? [] : kernelChecks(undefined, traits)),
      ...(recipe ? networkChecks(recipe, batch!, { device: traits }) : []),
    ];
    send({
      type: "opened",
      total: checks.length,
      circumstances: {
        adapter: adapterFacts(adapter, description),
        runtime: browserName(navigator),
        version,
        date: new Date().toISOString(),
        ...(recipe ? { network: { name: recipe.name, batch: batch! } } : {}),
        ...(onlyNetwork ? { onlyNetwork } : {}),
      },
    });
    for await (const result of runChecks(checks, { device, signal })) send({ type: "result", result });
    send({ type: "done" });
  } finally {
    device.destroy();
  }
}

addEventListener("message", async ({ data: request }: MessageEvent<Request>) => {
  if (request.type === "stop") return stop?.abort();
  const own = new AbortController();
  stop = own;
  try {
    await check(request, own.signal);
  } catch (error) {
    if (own.signal.aborted) send({ type: "stopped" });
    else send({ type: "failed", message: error instanceof Error ? error.message : String(error) });
  }
});
