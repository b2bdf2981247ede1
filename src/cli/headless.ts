/** Trains in a browser without a window: opens the built page's headless.html there and passes its events on. */
import type { Browser, Page } from "playwright-core";
import type { HeadlessEvent } from "../app/headless.ts";
import { DataError, DeviceError, SpecError } from "../core/errors.ts";
import type { EndEvent, TrainEvent } from "../train/events.ts";
import { flags, softwareFlags } from "./chromium.ts";
import { INTERRUPTED, interruptible, noteStopping } from "./interrupt.ts";
import { pageFolder, servePage } from "./pageServer.ts";
import { showProgress } from "./printEvents.ts";

/**
 * Trains the recipe that `query` names (`?preset=lenet&seed=1&batch=128&epochs=1`), and closes the browser.
 *
 * @returns exit status
 * @throws SpecError, DataError or DeviceError where recipe, data or device cannot be had; Error where training fails
 */
export async function trainInBrowser(
  browser: Browser,
  query: string,
  report: (event: TrainEvent) => void,
): Promise<number> {
  const server = await servePage(pageFolder, 0);
  try {
    const page = await browser.newPage();
    const address = `${server.address}headless.html${query}`;
    const end = await interruptible((signal) => train(page, address, report, signal), noteStopping);
    return end.interrupted ? INTERRUPTED : 0;
  } finally {
    await browser.close();
    server.close();
  }
}

/** @throws DeviceError where the browser cannot be started */
export async function launch(executablePath: string): Promise<Browser> {
  // Loaded here and not above: every other command does without it.
  const { chromium } = await import("playwright-core");
  const options = {
    executablePath,
    args: [...(process.env.CIRCLEDAST_ADAPTER === "swiftshader" ? softwareFlags : flags)],
    // Signals are ours: training is to end in order, with its last event.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    // A display that is named but gone (a lost ssh -X) would cost the adapter.
    env: { ...process.env, DISPLAY: undefined, WAYLAND_DISPLAY: undefined },
  };
  try {
    return await chromium.launch(options);
  } catch (cause) {
    const [first] = String(cause instanceof Error ? cause.message : cause).split("\n");
    const found = `${executablePath}: it does not start (${first})`;
    throw new DeviceError(`${found}; a Chromium or Chrome was expected. Reinstall it.`, { cause });
  }
}

async function train(
  page: Page,
  address: string,
  report: (event: TrainEvent) => void,
  signal: AbortSignal,
): Promise<EndEvent> {
  let finish: (end: EndEvent) => void = () => {};
  let fail: (error: Error) => void = () => {};
  const ended = new Promise<EndEvent>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  await page.exposeFunction("report", (event: HeadlessEvent) => {
    if (event.event === "loading") return showProgress(loading(event.what, event.loaded, event.total));
    if (event.event === "failed") return fail(errorOf(event));
    report(event);
    if (event.event === "end") finish(event);
  });
  page.on("pageerror", fail);
  page.on("crash", () => fail(new Error("browser: its page crashed while training. Try a smaller batch.")));
  page.on("close", () => fail(new Error("browser: closed while training. Start again.")));
  const stop = () => page.evaluate("stopTraining()").catch(fail);
  const loaded = page.goto(address).then(() => {
    if (signal.aborted) return stop();
    signal.addEventListener("abort", stop);
    return undefined;
  });
  const [end] = await Promise.all([ended, loaded]);
  return end;
}

/** The page's failure as the error that it was there, so that it ends the command as it would end any other. */
function errorOf({ kind, message }: Extract<HeadlessEvent, { event: "failed" }>): Error {
  const errors = { spec: SpecError, data: DataError, device: DeviceError, cancelled: Error, other: Error };
  return new errors[kind](message);
}

function loading(what: string, loaded: number, total: number): string {
  return total > 0 ? `Loading ${what}: ${Math.round((100 * loaded) / total)} %` : `Loading ${what}`;
}
