/**
 * Measures how long the page takes from a press of Train to a test accuracy that is given: the built page in a headless Chromium on
 * SwiftShader, the whole test set judged, the clock running while it is.
 * `node bench/recipe.js [--preset quick] [--epochs 1] [--accuracy 98] [--runs 3]`, seeds 1 to the number of runs. On a quiet machine.
 * The results go to bench/results/recipe-PRESET.json.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { load, root, run } from "../scripts/bootstrap.js";
import { build } from "../scripts/build.js";

/** Milliseconds for a page to become ready, and for a run to end: a slow machine is to be measured, not refused. */
const PATIENCE = 1_200_000;

const { values } = parseArgs({
  options: {
    preset: { type: "string", default: "quick" },
    epochs: { type: "string", default: "1" },
    accuracy: { type: "string", default: "98" },
    runs: { type: "string", default: "3" },
  },
});
const wanted = Number(values.accuracy);
/** The page shows tenths of a per cent: what is shown has been reached for sure where it is above by more than its rounding. */
const certain = wanted + 0.05;
const runs = Number(values.runs);

await run(async () => {
  if (!(wanted > 0 && wanted <= 100)) {
    throw new Error(`--accuracy: ${values.accuracy} found; a percentage up to 100 expected. Give one such as 98.`);
  }
  if (!(Number.isSafeInteger(runs) && runs > 0)) {
    throw new Error(`--runs: ${values.runs} found; a whole number from 1 expected. Give one such as 3.`);
  }
  await build("page");
  const { ownVersions, provenance } = await load("/src/cli/bench/provenance.ts");
  const { findChromium, softwareFlags } = await load("/src/cli/chromium.ts");
  const { servePage } = await load("/src/cli/pageServer.ts");
  const server = await servePage(join(root, "dist", "page"), 0);
  const browser = await chromium.launch({ executablePath: findChromium(), args: [...softwareFlags] });
  try {
    const measured = [];
    let adapter;
    for (let seed = 1; seed <= runs; seed++) {
      const query = new URLSearchParams({
        preset: values.preset,
        seed: `${seed}`,
        epochs: values.epochs,
        device: "gpu",
      });
      const page = await browser.newPage();
      await page.goto(`${server.address}?${query}`);
      await status(page, "Ready");
      adapter ??= await page.locator("#device").textContent();
      measured.push({ seed, ...(await measure(page)) });
      await page.close();
      const { seconds, finalAccuracy } = measured.at(-1);
      const reached = seconds === null ? "not reached" : `${seconds.toFixed(2)} s`;
      console.log(`${values.preset}, seed ${seed}: ${wanted} % ${reached}; in the end ${finalAccuracy} %`);
    }
    const times = measured.map(({ seconds }) => seconds ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
    // Of an even number the slower of the two in the middle. JSON has no infinity: a median that was not reached is null.
    const median = times[Math.floor(runs / 2)];
    console.log(`median: ${median.toFixed(2)} s to ${wanted} % on ${adapter}`);
    const result = {
      preset: values.preset,
      epochs: Number(values.epochs),
      accuracy: wanted,
      medianSeconds: Number.isFinite(median) ? median : null,
      runs: measured,
      adapter,
      ...provenance(["node bench/recipe.js", ...process.argv.slice(2)].join(" "), {
        ...ownVersions(),
        chromium: browser.version(),
      }),
    };
    const folder = join(root, "bench", "results");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `recipe-${values.preset}.json`), `${JSON.stringify(result, null, 2)}\n`);
  } finally {
    await browser.close();
    server.close();
  }
});

/**
 * Presses Train and waits for the end. The page itself notes when its labelled value changes, so that no polling is part of the time.
 *
 * @returns seconds until the accuracy was first reached, null where it was not; every accuracy shown and when
 */
async function measure(page) {
  await page.evaluate(() => {
    const shown = document.querySelector("#accuracy");
    const judged = [];
    let begun = 0;
    // Before the page's own listener: the clock starts with the press.
    document.addEventListener("click", () => (begun = performance.now()), { capture: true, once: true });
    new MutationObserver(() => {
      const accuracy = Number.parseFloat(shown.textContent);
      if (accuracy >= 0 && accuracy !== judged.at(-1)?.accuracy) {
        judged.push({ seconds: (performance.now() - begun) / 1000, accuracy });
      }
    }).observe(shown, { childList: true, characterData: true, subtree: true });
    window.judged = judged;
  });
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await status(page, "Done");
  const judged = await page.evaluate(() => window.judged);
  return {
    seconds: judged.find(({ accuracy }) => accuracy >= certain)?.seconds ?? null,
    finalAccuracy: judged.at(-1).accuracy,
    judged,
  };
}

function status(page, words) {
  return page.getByRole("status").filter({ hasText: words }).waitFor({ timeout: PATIENCE });
}
