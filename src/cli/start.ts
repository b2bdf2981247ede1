/** `npm start`: trains a digit classifier in the best place this machine has, and says which that is. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { DeviceError, SpecError } from "../core/errors.ts";
import { presets } from "../model/presets.ts";
import { findChromium } from "./chromium.ts";
import { trainInBrowser } from "./headless.ts";
import { pageFolder, servePage } from "./pageServer.ts";
import { eventPrinter } from "./printEvents.ts";

const isWhole = (text: string) => /^\d{1,9}$/.test(text);
const isPositive = (text: string) => isWhole(text) && Number(text) > 0;
const oneOf = (names: readonly string[]) => ({
  accepts: (text: string) => names.includes(text),
  expected: names.join(", "),
});

/** What the page's address can say. */
const recipe: Record<string, { accepts(text: string): boolean; expected: string }> = {
  preset: oneOf(Object.keys(presets)),
  seed: { accepts: isWhole, expected: "a whole number" },
  batch: { accepts: isPositive, expected: "a whole number from 1" },
  epochs: { accepts: isPositive, expected: "a whole number from 1" },
  steps: { accepts: isPositive, expected: "a whole number from 1" },
  device: oneOf(["auto", "gpu", "cpu"]),
};

/**
 * In order: the page in the user's browser, training in a browser without a window, training in Node.
 *
 * @param args as after `npm start --`
 * @param trainInNode the command `train`, given the arguments less `--headless`
 * @returns exit status
 */
export async function start(
  args: readonly string[],
  trainInNode: (args: string[]) => Promise<number>,
): Promise<number> {
  const { headless, json, query } = readArguments(args);

  if (!headless && !json) {
    if (hasDisplay() && (await openPage(query))) return 0;
    note("no display or browser can be opened here; training without a window instead.");
  }

  const chromium = findChromium();
  if (chromium === undefined) {
    note("no Chromium or Chrome found; training in Node instead.");
  } else {
    try {
      return (await trainInBrowser(chromium, query, eventPrinter(json))) ? 0 : 130;
    } catch (error) {
      if (!(error instanceof DeviceError)) throw error;
      note(`${error.message} Training in Node instead.`);
    }
  }
  return trainInNode(args.filter((argument) => argument !== "--headless"));
}

function readArguments(args: readonly string[]): { headless: boolean; json: boolean; query: string } {
  const { headless = false, json = false, ...given } = parse(args);
  for (const [name, text] of Object.entries(given)) {
    const { accepts, expected } = recipe[name]!;
    if (!accepts(String(text))) throw new SpecError(`--${name}: ${text} found; ${expected} expected. Change it.`);
  }
  const query = new URLSearchParams(given as Record<string, string>).toString();
  return { headless: headless === true, json: json === true, query: query && `?${query}` };
}

function parse(args: readonly string[]) {
  const options: NonNullable<ParseArgsConfig["options"]> = { headless: { type: "boolean" }, json: { type: "boolean" } };
  for (const name of Object.keys(recipe)) options[name] = { type: "string" };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    const known = Object.keys(options).map((name) => `--${name}`);
    const [problem] = (error instanceof Error ? error.message : String(error)).split(". ", 1);
    throw new SpecError(
      `start: ${problem}; ${known.join(", ")} expected. For more, use \`npm run -s circledast -- train\`.`,
    );
  }
}

function hasDisplay(): boolean {
  if (process.platform !== "linux") return process.env.SSH_CONNECTION === undefined;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Serves the page and opens it, until Ctrl-C. @returns false where no browser could be opened */
async function openPage(query: string): Promise<boolean> {
  const server = await servePage(pageFolder, 4173);
  const address = `${server.address}${query}`;
  if (!(await openBrowser(address))) {
    server.close();
    return false;
  }
  process.stdout.write(`The page is at ${address}. Ctrl-C ends.\n`);
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  server.close();
  return true;
}

async function openBrowser(address: string): Promise<boolean> {
  const openers: Partial<Record<NodeJS.Platform, readonly string[]>> = {
    darwin: ["open", address],
    win32: ["cmd", "/c", "start", "", address],
  };
  const [command, ...rest] = openers[process.platform] ?? ["xdg-open", address];
  try {
    const [status] = await once(spawn(command!, rest, { stdio: "ignore" }), "exit");
    return status === 0;
  } catch {
    return false;
  }
}

function note(text: string): void {
  process.stderr.write(`npm start: ${text}\n`);
}
