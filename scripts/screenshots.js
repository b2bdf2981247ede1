/**
 * Takes the pictures of the page for README and docs, and for whoever judges its looks: every view, wide and narrow, light and dark.
 * `node scripts/screenshots.js [--out FOLDER] [VIEW …]`, by default all views into docs/images. It trains for real: on a software adapter this
 * takes minutes.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { load, root, run } from "./bootstrap.js";
import { build } from "./build.js";

const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };
const schemes = /** @type {const} */ (["light", "dark"]);

/** A 2, as one draws it. In shares of the surface. */
const digit = [
  [0.3, 0.32],
  [0.36, 0.2],
  [0.5, 0.15],
  [0.64, 0.22],
  [0.66, 0.36],
  [0.55, 0.52],
  [0.4, 0.68],
  [0.28, 0.82],
  [0.45, 0.82],
  [0.62, 0.8],
  [0.75, 0.82],
];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: "string" } } });
const folder = values.out ?? join(root, "docs", "images");

/** In the place of what has to be in view: a picture as high as the page is. */
const whole = Symbol("whole");

/** A few quick steps are enough where the view is not about learning. */
const brief = "?preset=quick&batch=64&steps=40";

/** Views by name: what the address asks for, what is done then, and where to look. */
const views = {
  training: {
    async take(open, picture) {
      const page = await open();
      await picture(page, "before");
      await draw(page);
      await press(page, "Train");
      // Halfway: most of it learned, and still learning.
      await page.waitForFunction(() => Number.parseFloat(document.querySelector("#accuracy").textContent) > 60, null, {
        timeout: 1_200_000,
      });
      await picture(page, "during");
      await until(page, "Done");
      await picture(page, "after");
      await clickMap(page, "convolution", 3, 0.4, 0.5);
      await picture(page, "arithmetic", "#arithmetic");
      await page.getByRole("radio", { name: "Gradients" }).check({ force: true });
      await picture(page, "gradients");
      await page.locator("#kernels .kernel canvas").nth(1).click();
      await picture(page, "weight", "#arithmetic");
      await press(page, "Close");
      await page.getByRole("radio", { name: "Values" }).check({ force: true });
      await press(page, "update");
      await picture(page, "update", "#kernels");
      await page.getByRole("slider", { name: "Moment of the run" }).fill("1");
      const moment = await page.locator(".time-words").textContent();
      await page.locator("#confusion").getByText(`Tested ${moment}.`).waitFor();
      await picture(page, "past", "#time");
    },
  },
  exported: {
    async take(open, picture, { browser }) {
      const page = await open(brief);
      await press(page, "Train");
      await until(page, "Done");
      await press(page, "Export");
      const [download] = await Promise.all([page.waitForEvent("download"), press(page, "Download the file")]);
      const path = join(await download.path(), "..", "exported.html");
      await download.saveAs(path);
      const exported = await browser.newPage();
      await exported.goto(pathToFileURL(path).href);
      await draw(exported);
      await picture(exported, "exported");
    },
  },
  lost: {
    async take(open, picture) {
      const page = await open();
      await draw(page);
      await press(page, "Train");
      await page.locator("#loss:not(.absent)").waitFor({ timeout: 60_000 });
      await page.waitForTimeout(3000);
      await page.getByText("What it runs on").click();
      await press(page, "Lose the device now");
      await page.locator("#notice:not(:empty)").waitFor();
      await page.getByText("What it runs on").click();
      await picture(page, "lost");
    },
  },
  cpu: { take: async (open, picture) => picture(await open("?device=cpu"), "cpu") },
  deep: { take: async (open, picture) => picture(await open("?preset=deep"), "deep") },
  failing: {
    async take(open, picture) {
      const page = await open("?preset=deadRelu&steps=40");
      await press(page, "Train");
      await until(page, "Done");
      await picture(page, "failing");
    },
  },
  sigmoid2: {
    async take(open, picture) {
      const page = await open("?preset=sigmoid2");
      await page.locator("[data-derivative]").first().waitFor();
      await press(page, "Train");
      await until(page, "Done");
      await picture(page, "sigmoid2", whole);
    },
  },
  convolution: {
    async take(open, picture) {
      const page = await open("?preset=lenet#convolution");
      await page.locator("#operator h2").first().waitFor();
      await until(page, "Ready");
      await picture(page, "convolution", whole);
    },
  },
  words: {
    async take(open, picture) {
      const page = await open(brief);
      await press(page, "Keys and words");
      await page.locator("#glossary dt").first().waitFor();
      await picture(page, "words");
    },
  },
  keep: {
    async take(open, picture) {
      const page = await open(brief);
      await press(page, "Train");
      await until(page, "Done");
      await page.getByText("What it runs on").click();
      for (const name of ["Data MNIST", "Export"]) await press(page, name);
      await page.locator("#export-place button").first().waitFor();
      await picture(page, "keep", whole);
    },
  },
  editor: {
    async take(open, picture) {
      const page = await open("?preset=lenet");
      await press(page, "Edit");
      await page.getByLabel("Kind of layer 1", { exact: true }).waitFor();
      await picture(page, "editor", "#layers-title");
    },
  },
  rate: {
    async take(open, picture) {
      const page = await open("?preset=quick&batch=64");
      await press(page, "Find a learning rate");
      await page.getByRole("button", { name: /^Use / }).first().waitFor({ timeout: 300_000 });
      await picture(page, "rate", "#rate");
    },
  },
  runs: {
    async take(open, picture) {
      const page = await open(brief);
      await press(page, "Train");
      await until(page, "Done");
      await page.getByLabel("Seed").fill("2");
      await page.getByLabel("Seed").press("Enter");
      await page.waitForURL(/seed=2/);
      await until(page, "Ready");
      await press(page, "Train");
      await until(page, "Done");
      await page.locator("#runs tbody").nth(1).waitFor();
      await picture(page, "runs", "#runs");
    },
  },
  teach: {
    async take(open, picture) {
      const page = await open(brief);
      await press(page, "Train");
      await until(page, "Done");
      await draw(page);
      await page.getByRole("region", { name: "Prediction" }).locator(".answer").waitFor();
      await page
        .getByRole("region", { name: "Teach it your hand" })
        .getByRole("button", { name: "2", exact: true })
        .click();
      await picture(page, "teach", "#drawing");
    },
  },
  engine: {
    async take(open, picture) {
      const page = await open("?preset=lenet#engine");
      await page.locator(".plan-row").first().waitFor();
      await press(page, "Measure");
      await page.locator(".roofline > svg .mark").first().waitFor({ timeout: 600_000 });
      await picture(page, "engine", whole);
    },
  },
  drift: {
    async take(open, picture) {
      const page = await open(`${brief}&shadow=10`);
      await press(page, "Train");
      await until(page, "Done");
      await page.locator("#shadow meter").first().waitFor();
      await picture(page, "drift", "#shadow");
    },
  },
  kept: {
    async take(open, picture) {
      const page = await open("?preset=quick&batch=64");
      await press(page, "Train");
      await page.locator("#loss:not(.absent)").waitFor();
      await page.waitForTimeout(3000);
      await press(page, "Pause");
      await until(page, "Paused");
      await page.waitForTimeout(1000);
      await page.close();
      const next = await open();
      await next.getByRole("button", { name: "Go on with it" }).waitFor();
      await picture(next, "kept");
    },
  },
  link: {
    async take(open, picture, { browser }) {
      await browser.grantPermissions(["clipboard-read", "clipboard-write"]);
      const page = await open(brief);
      await press(page, "Train");
      await until(page, "Done");
      await press(page, "Copy link");
      await page.locator("#keep-words").getByText("Copied").waitFor();
      const { search } = new URL(await page.evaluate(() => navigator.clipboard.readText()));
      const theirs = await open(search);
      await press(theirs, "Train");
      await until(theirs, "Done");
      await theirs.locator("#claim.same").waitFor();
      await picture(theirs, "link");
    },
  },
  noWebGpu: {
    async take(_, picture, { server, withoutWebGpu }) {
      const page = await (await withoutWebGpu()).newPage({ viewport: sizes.wide });
      await page.goto(server.address);
      await until(page, "Ready");
      await picture(page, "noWebGpu");
    },
  },
  verify: {
    async take(_, picture, { browser, server }) {
      const page = await browser.newPage({ viewport: sizes.wide });
      await page.goto(`${server.address}verify.html?preset=lenet`);
      await press(page, "Start");
      await until(page, "none outside its bound");
      await picture(page, "verify", whole);
    },
  },
};

const unknown = positionals.filter((name) => !(name in views));

await run(async () => {
  if (unknown.length > 0)
    throw new Error(`${unknown[0]}: there is no such view; one of ${Object.keys(views).join(", ")} was expected.`);
  await build("page");
  const { findChromium, flags } = await load("/src/cli/chromium.ts");
  const { servePage } = await load("/src/cli/pageServer.ts");
  mkdirSync(folder, { recursive: true });

  const server = await servePage(join(root, "dist", "page"), 0);
  const browser = await chromium.launch({ executablePath: findChromium(), args: [...flags] });
  /** A browser as it is where nobody has switched WebGPU on. */
  let other;
  const withoutWebGpu = async () => {
    other = await chromium.launch({
      executablePath: findChromium(),
      args: [...flags.filter((flag) => !/webgpu/.test(flag)), "--disable-features=WebGPUService"],
    });
    return other;
  };
  try {
    for (const [name, { take }] of Object.entries(views)) {
      if (positionals.length > 0 && !positionals.includes(name)) continue;
      // What one view leaves in the browser is not there for the next.
      const context = await browser.newContext({ viewport: sizes.wide, serviceWorkers: "block" });
      const open = async (query = "") => {
        const page = await context.newPage();
        await page.goto(server.address + query);
        await until(page, "Ready");
        // What the network makes of the first picture: a small one has a view of its own.
        await page.locator(".subject-words:not(:empty), #small:not([hidden])").first().waitFor({ state: "attached" });
        return page;
      };
      await take(open, picture, { browser: context, server, withoutWebGpu });
      await context.close();
    }
  } finally {
    await Promise.all([browser.close(), other?.close()]);
    server.close();
  }
});

/** The same moment in every size and scheme; `place` is what has to be in view, or the whole of it. */
async function picture(page, moment, place) {
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    if (place === whole) {
      // Columns scroll by themselves where they stand side by side.
      const height = await page.evaluate(() =>
        Math.max(...[...document.querySelectorAll("html, main, .columns > *, .place")].map((one) => one.scrollHeight)),
      );
      await page.setViewportSize({ width: viewport.width, height: height + 64 });
    }
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(() => {
        for (const element of [document.documentElement, ...document.querySelectorAll(".columns > *")]) {
          element.scrollTop = 0;
        }
      });
      if (place && place !== whole)
        await page.locator(place).evaluate((element) => element.scrollIntoView({ block: "nearest" }));
      await page.waitForTimeout(400);
      const path = join(folder, `page-${moment}-${size}-${colorScheme}.png`);
      await page.screenshot({ path });
      console.error(path);
    }
  }
  await page.setViewportSize(sizes.wide);
}

function until(page, words) {
  return page.getByRole("status").filter({ hasText: words }).waitFor({ timeout: 1_200_000 });
}

function press(page, name) {
  return page.getByRole("button", { name, exact: true }).click();
}

async function draw(page) {
  const { x, y, width, height } = await page.getByLabel("Draw a digit").boundingBox();
  const at = ([across, down]) => [x + across * width, y + down * height];
  await page.mouse.move(...at(digit[0]));
  await page.mouse.down();
  for (const point of digit) await page.mouse.move(...at(point), { steps: 4 });
  await page.mouse.up();
}

/** Points at a map of a stage, in shares of its sides. */
async function clickMap(page, words, map, across, down) {
  const tile = page.getByRole("application", { name: words, exact: true }).first().locator("canvas").nth(map);
  const { width, height } = await tile.boundingBox();
  await tile.click({ position: { x: across * width, y: down * height } });
}
