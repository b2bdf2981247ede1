/** `npm start`: trains a digit classifier in the best place this machine has, and says which that is. */
import type { Browser } from "playwright-core";
import { DeviceError } from "../core/errors.ts";
import { findChromium } from "./chromium.ts";
import { command } from "./command.ts";
import { train } from "./commands/train.ts";
import { launch, trainInBrowser } from "./headless.ts";
import { openPage } from "./openPage.ts";
import { flag } from "./option.ts";
import { addressOptions, argumentsOf, pageQuery } from "./pageQuery.ts";
import { eventPrinter, note } from "./printEvents.ts";
import { lengthOf } from "./recipe.ts";

/** In order: the page in the user's browser, training in a browser without a window, training in Node. */
export const start = command({
  name: "start",
  summary: "trains a digit classifier: in your browser, or without a window where there is none",
  call: "npm start --",
  usage: ["[--preset NAME] [--epochs N | --steps N] [options]"],
  options: {
    ...addressOptions,
    headless: flag("trains without a window and tells of it here"),
    json: flag("the same, as one JSON object a line on standard output"),
  },
  notes: ["For more, such as a network or data of your own: npm run -s circledast -- train --help"],
  async run({ headless = false, json = false, ...given }) {
    lengthOf(given);
    const query = await pageQuery(given);
    if (!headless && !json) {
      if (await openPage(query)) return 0;
      note("npm start: no display or browser can be opened here; training without a window instead.");
    }
    const browser = await browserHere();
    if (browser !== undefined) return trainInBrowser(browser, query, eventPrinter(json));
    return train.run([...argumentsOf(given), ...(json ? ["--json"] : [])]);
  },
});

/** A browser without a window; undefined, and a note why, where there is none. */
async function browserHere(): Promise<Browser | undefined> {
  const chromium = findChromium();
  if (chromium === undefined) {
    note("npm start: no Chromium or Chrome found; training in Node instead.");
    return undefined;
  }
  try {
    return await launch(chromium);
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    note(`npm start: ${error.message} Training in Node instead.`);
    return undefined;
  }
}
