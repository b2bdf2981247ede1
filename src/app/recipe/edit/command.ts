/** The same run on the command line, and what it needs for it. */

import { download } from "../../look/download.ts";
import { html } from "../../look/elements.ts";
import { type RunSettings, recipeOf } from "../../settings.ts";

/** @returns the command; where the recipe is no preset's, it reads it from a file of the recipe's name */
export function commandOf({
  preset,
  changes,
  seed,
  batch,
  data,
  epochs,
  steps,
  device,
  shadow,
  kernels,
}: RunSettings): string {
  const network = changes === undefined ? `--preset ${preset} --batch ${batch}` : `--model ${preset}.json`;
  const length = steps === undefined ? `--epochs ${epochs}` : `--steps ${steps}`;
  const more = [
    data === "own" ? " --data FOLDER" : "",
    device === "auto" ? "" : ` --device ${device}`,
    shadow === 0 ? "" : ` --shadow ${shadow}`,
    kernels === "default" ? "" : ` --kernels ${kernels}`,
  ];
  return `npm run -s circledast -- train ${network} ${length} --seed ${seed}${more.join("")}`;
}

export function recipeJson(settings: RunSettings): string {
  return `${JSON.stringify(recipeOf(settings), null, 2)}\n`;
}

export function commandLine() {
  const code = html("code", {});
  const copy = html("button", { type: "button", class: "link" }, "Copy");
  const save = html("button", { type: "button", class: "link" }, "Save the recipe as JSON");
  let shown: RunSettings;
  copy.addEventListener("click", async () => {
    // Without leave to write to the clipboard, the words are there to be marked.
    const done = await navigator.clipboard?.writeText(commandOf(shown)).then(
      () => true,
      () => false,
    );
    copy.textContent = done ? "Copied" : "Mark it and copy";
  });
  save.addEventListener("click", () => download(`${shown.preset}.json`, new TextEncoder().encode(recipeJson(shown))));
  const summary = html("summary", {}, "On the command line");
  const element = html(
    "details",
    { class: "edit-more" },
    summary,
    code,
    html("div", { class: "edit-choices" }, copy, save),
  );
  return {
    element,
    show(settings: RunSettings): void {
      shown = settings;
      code.textContent = commandOf(settings);
      copy.textContent = "Copy";
    },
  };
}
