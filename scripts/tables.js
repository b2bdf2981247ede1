/**
 * Writes the figures of the documents from what was measured: `node scripts/tables.js` replaces what stands between
 * `<!-- bench:start PART -->` and `<!-- bench:end -->` by what PART makes of its files in bench/results. A part without a file is empty.
 * With --check it writes nothing, and ends with status 1 where a document says something else than the results.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { root, run } from "./bootstrap.js";
import { goals } from "./tables/goals.js";
import { accuracy, examples, mutants, recipe, sizes } from "./tables/records.js";
import { soak } from "./tables/soak.js";
import { convolutions, kernels, peers, training, tuning } from "./tables/speed.js";

const folder = join(root, "bench", "results");

/** The documents that have such parts. */
export const documents = ["README.md", "docs/bench.md", "docs/tuning.md", "docs/proof.md", "docs/reliability.md"];

/** How the names of a part's files begin, up to the first hyphen, and what is made of them. */
const parts = {
  peers: ["peers", peers],
  training: ["train", training],
  tuning: ["tuning", tuning],
  convolutions: ["kernels", convolutions],
  kernels: ["kernels", kernels],
  recipe: ["recipe", recipe],
  accuracy: ["accuracy", accuracy],
  sizes: ["sizes", sizes],
  examples: ["examples", examples],
  mutants: ["mutants", mutants],
  soak: [["soak", "losses"], soak],
  goals: [["peers", "kernels", "train", "recipe"], goals],
};

/** All results, by the names of their files. */
export function readResults() {
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return Object.fromEntries(names.sort().map((name) => [name, JSON.parse(readFileSync(join(folder, name), "utf8"))]));
}

/**
 * @param document its path from the root, for links in it
 * @param text of it
 * @returns the text with its parts as the results have them
 */
export function fill(document, text, results) {
  const link = (name) => `[${name}](${relative(join(root, document, ".."), join(folder, name)).replaceAll("\\", "/")})`;
  const begins = text.split("<!-- bench:start").length - 1;
  let filled = 0;
  const whole = text.replace(
    /(<!-- bench:start (\w+) -->\n)(?:(?!<!-- bench:).)*(<!-- bench:end -->)/gs,
    (_, start, part, end) => {
      if (!(part in parts)) {
        throw new Error(`${document}: there is no part ${part}; one of ${Object.keys(parts).join(", ")} was expected.`);
      }
      filled++;
      const [stems, make] = parts[part];
      const own = Object.entries(results)
        .map(([name, result]) => ({ ...result, file: link(name), stem: name.replace(/(-.*)?\.json$/, "") }))
        .filter(({ stem }) => [stems].flat().includes(stem));
      const made = own.length === 0 ? "" : `\n${make(own)}\n\n`;
      return start + made + end;
    },
  );
  if (filled !== begins) {
    throw new Error(`${document}: ${begins} parts begin and ${filled} have an end; an end for each was expected.`);
  }
  return whole;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await run(async () => {
    const results = readResults();
    for (const document of documents) {
      const path = join(root, document);
      const text = readFileSync(path, "utf8");
      const filled = fill(document, text, results);
      if (filled === text) continue;
      if (process.argv.includes("--check")) {
        throw new Error(`${document}: it says something else than bench/results. Run: node scripts/tables.js`);
      }
      writeFileSync(path, filled);
      console.log(`${document} is written anew.`);
    }
  });
}
