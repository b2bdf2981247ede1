import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { SpecError } from "../../core/errors.ts";
import { finiteJson } from "../../core/finiteJson.ts";
import { runNumbers } from "../../train/runNumbers.ts";
import { reportHtml } from "../../verify/report/report.ts";
import { readCases } from "../../verify/userCases/readCases.ts";
import { command } from "../command.ts";
import { INTERRUPTED } from "../interrupt.ts";
import { placeOptions } from "../openChosen.ts";
import { choice, flag, number, text } from "../option.ts";
import { endProgress, note } from "../printEvents.ts";
import { chooseRecipe, networkOptions } from "../recipe.ts";
import { fileChecks, ownChecks, verifyAdapter } from "../verifyRun.ts";
import { certificateText, failureLines } from "../verifyText.ts";
import { checkWritable, reasonOf, writeWhole } from "../writeFile.ts";

/** @throws SpecError unless the file's ending says what to write */
async function checkReport(path: string): Promise<void> {
  if (!/[.](html|json)$/i.test(path)) {
    throw new SpecError(
      `--report: it is ${JSON.stringify(path)}; a name that ends in .html or .json was expected. Add one of them.`,
    );
  }
  await checkWritable("--report", path);
}

/** @throws SpecError where the file cannot be read, or is no list of cases */
async function readCasesFile(path: string) {
  let contents: string;
  try {
    contents = await readFile(path, "utf8");
  } catch (cause) {
    throw new SpecError(`--cases: ${path} is unreadable (${reasonOf(cause)}); a file was expected. Check the name.`, {
      cause,
    });
  }
  return readCases(path, contents);
}

export const verify = command({
  name: "verify",
  summary: "compares every kernel with the float64 reference on this adapter",
  usage: [
    "[--preset NAME | --model FILE.json] [--batch N] [--only-network] [--report FILE] [--json]",
    "--cases FILE.json [--report FILE] [--json]",
  ],
  options: {
    preset: { ...networkOptions.preset, help: `${networkOptions.preset.help}; checked at its shapes too` },
    model: { ...networkOptions.model, help: "a network of your own, checked at its shapes too" },
    batch: number(
      "N",
      runNumbers.batch,
      "samples of its steps (default: its own, or as many as the reference can bear)",
    ),
    "only-network": flag("nothing but the network's own dispatches: seconds in place of minutes"),
    cases: text("FILE.json", "cases of your own instead, with what another library makes of them"),
    device: choice(
      "NAME",
      ["auto", "gpu"],
      "gpu or auto, which mean the same: without a GPU there is nothing to check",
    ),
    storage: {
      ...placeOptions.storage,
      help: "f16 checks every kernel as train --storage f16 uses it, where it keeps something as f16 (default: f32)",
    },
    report: text("FILE", "where a certificate goes: FILE.html to read and keep, or FILE.json"),
    json: flag("the certificate as one JSON object on standard output"),
  },
  notes: ["Exit status: 0 all is right; 1 a kernel or a case is wrong; 3 there is no WebGPU adapter."],
  async run(given) {
    const { preset, model, batch, report, cases, storage } = given;
    const isNetwork = preset !== undefined || model !== undefined;
    if (cases !== undefined && isNetwork) {
      throw new SpecError("--cases: it is given beside a network; one of them was expected. Leave one out.");
    }
    if (cases !== undefined && storage === "f16") {
      throw new SpecError(
        "--storage: it is f16 beside --cases, whose tensors are f32; one was expected. Leave one out.",
      );
    }
    if (batch !== undefined && !isNetwork) {
      throw new SpecError("--batch: it is given without a network; one was expected. Give --preset or --model too.");
    }
    const onlyNetwork = given["only-network"];
    if (onlyNetwork && !isNetwork) {
      throw new SpecError(
        "--only-network: it is given without a network; one was expected. Give --preset or --model too.",
      );
    }
    const work =
      cases === undefined
        ? ownChecks({ recipe: isNetwork ? await chooseRecipe(given) : undefined, batch, storage, onlyNetwork })
        : fileChecks(basename(cases), await readCasesFile(cases));
    if (report !== undefined) await checkReport(report);
    const certificate = await verifyAdapter(work);
    if (certificate === undefined) return INTERRUPTED;
    if (report !== undefined) {
      const contents = /[.]html$/i.test(report) ? reportHtml(certificate) : `${finiteJson(certificate)}\n`;
      await writeWhole(report, new TextEncoder().encode(contents));
    }
    endProgress();
    process.stdout.write(`${given.json ? finiteJson(certificate) : certificateText(certificate)}\n`);
    if (given.json) for (const line of failureLines(certificate)) note(line);
    if (report !== undefined) note(`${report}: the certificate is there.`);
    return certificate.failed === 0 ? 0 : 1;
  },
});
