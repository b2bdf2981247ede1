/**
 * Takes the pictures of the page for README and docs, and for whoever judges its looks: before, during and after training, with the
 * device lost, and on the CPU reference; of the page that checks an adapter; wide and narrow, light and dark.
 * `node scripts/screenshots.js [FOLDER]`, by default docs/images. It trains for real: on a software adapter this takes minutes.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
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

const folder = process.argv[2] ?? join(root, "docs", "images");

await run(async () => {
  await build("page");
  const { findChromium, flags } = await load("/src/cli/chromium.ts");
  const { servePage } = await load("/src/cli/pageServer.ts");
  mkdirSync(folder, { recursive: true });

  const server = await servePage(join(root, "dist", "page"), 0);
  const browser = await chromium.launch({ executablePath: findChromium(), args: [...flags] });
  try {
    const open = async (query = "") => {
      const page = await browser.newPage({ viewport: sizes.wide });
      await page.goto(server.address + query);
      await until(page, "Ready");
      return page;
    };

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
    await page.close();

    const losing = await open();
    await draw(losing);
    await press(losing, "Train");
    await losing.locator("#loss:not(.absent)").waitFor({ timeout: 60_000 });
    await losing.waitForTimeout(3000);
    await losing.getByText("What it runs on").click();
    await press(losing, "Lose the device now");
    await losing.locator("#notice:not(:empty)").waitFor();
    await losing.getByText("What it runs on").click();
    await picture(losing, "lost");
    await losing.close();

    await picture(await open("?device=cpu"), "cpu");

    const checking = await browser.newPage({ viewport: sizes.wide });
    await checking.goto(`${server.address}verify.html?preset=lenet`);
    await press(checking, "Start");
    await until(checking, "none outside its bound");
    await picture(checking, "verify");
  } finally {
    await browser.close();
    server.close();
  }
});

/** The same moment in every size and scheme. */
async function picture(page, moment) {
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(() => {
        for (const element of [document.documentElement, ...document.querySelectorAll(".columns > *")]) {
          element.scrollTop = 0;
        }
      });
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
