/** Trains in a browser without a window: opens the built page's headless.html there and passes its events on. */
import type { Browser, Page } from "playwright-core";
import type { HeadlessEvent } from "../app/headless.ts";
import { DeviceError } from "../core/errors.ts";
import type { TrainEvent } from "../train/events.ts";
import { flags, softwareFlags } from "./chromium.ts";
import { pageFolder, servePage } from "./pageServer.ts";
import { showProgress } from "./printEvents.ts";

/**
 * Trains the recipe that `query` names (`?preset=lenet&seed=1&batch=128&epochs=1`).
 *
 * @returns false where a signal ended it before its last step
 * @throws DeviceError where the browser cannot be started
 * @throws Error where training fails
 */
export async function trainInBrowser(
  chromium: string,
  query: string,
  report: (event: TrainEvent) => void,
): Promise<boolean> {
  const browser = await launch(chromium);
  const server = await servePage(pageFolder, 0);
  try {
    const page = await browser.newPage();
    return await train(page, `${server.address}headless.html${query}`, report);
  } finally {
    await browser.close();
    server.close();
  }
}

async function launch(executablePath: string): Promise<Browser> {
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
    throw new DeviceError(
      `${executablePath}: it does not start (${first}); a Chromium or Chrome was expected. Reinstall it.`,
      {
        cause,
      },
    );
  }
}

async function train(page: Page, address: string, report: (event: TrainEvent) => void): Promise<boolean> {
  let finish: (whole: boolean) => void = () => {};
  let fail: (error: Error) => void = () => {};
  const ended = new Promise<boolean>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  await page.exposeFunction("report", (event: HeadlessEvent) => {
    if (event.event === "loading") return showProgress(loading(event.what, event.loaded, event.total));
    if (event.event === "failed") return fail(new Error(event.message));
    report(event);
    if (event.event === "end") finish(event.interrupted !== true);
  });
  page.on("pageerror", fail);
  page.on("crash", () => fail(new Error("browser: its page crashed while training. Try a smaller batch.")));
  page.on("close", () => fail(new Error("browser: closed while training. Start again.")));

  // The first signal asks, so that the end is reported; the next one ends it here.
  let asked = false;
  const stop = () => {
    if (asked) fail(new Error("training: stopped before its end was reported."));
    asked = true;
    page.evaluate("stopTraining()").catch(fail);
  };
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.on(signal, stop);
  try {
    const [whole] = await Promise.all([ended, page.goto(address)]);
    return whole;
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
}

function loading(what: string, loaded: number, total: number): string {
  return total > 0 ? `Loading ${what}: ${Math.round((100 * loaded) / total)} %` : `Loading ${what}`;
}
