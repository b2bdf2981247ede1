/** The recipe while it is changed: nothing of it holds until it is applied, and then a fresh run begins. */

import { type RunSettings, recipeOf, spelledOut, withRecipe } from "../../settings.ts";
import "../../styles/edit.css";
import { allPresets } from "../../../model/failing.ts";
import type { Recipe } from "../../../model/recipe.ts";
import type { Actions } from "../../actions.ts";
import { html } from "../../look/elements.ts";
import { count } from "../../look/format.ts";

import type { PageState } from "../../state.ts";
import { dependingOn } from "../../view.ts";
import { commandLine } from "./command.ts";
import { type Judged, judge, outputsOf } from "./draft.ts";
import { layersEditor } from "./layersEditor.ts";
import { learningEditor } from "./learningEditor.ts";
import { picturesPreview } from "./picturesPreview.ts";

export interface Editor {
  update(state: PageState): void;
}

/** Steps that a curve is drawn over before the length of a run is known. */
const someSteps = 500;

/** @param close ends the editing */
export function createEditor(place: HTMLElement, actions: Actions, close: () => void): Editor {
  let settings: RunSettings;
  let draft: Recipe;
  let totalSteps = someSteps;
  const layers = layersEditor((list) => change({ layers: list }));
  const learning = learningEditor(change);
  const preview = picturesPreview(actions);
  const command = commandLine();
  const total = html("p", { class: "edit-total" });
  const complaint = html("p", { class: "note", "aria-live": "polite" });
  const apply = html("button", { type: "button", class: "button" }, "Apply");
  const cancel = html("button", { type: "button", class: "button" }, "Cancel");
  const back = html("button", { type: "button", class: "link" });
  const hint = html("p", { class: "quiet" }, "Apply starts a fresh run; the one before can be brought back.");
  place.replaceChildren(
    layers.element,
    total,
    learning.element,
    preview.element,
    back,
    command.element,
    // Last, and always in sight: whoever has changed one number need not look for it.
    html("div", { class: "edit-bar" }, complaint, html("div", { class: "controls-row" }, apply, cancel), hint),
  );

  function change(parts: Partial<Recipe>): void {
    draft = { ...draft, ...parts };
    look();
  }

  const applied = () => withRecipe(settings, spelledOut(draft));

  function look(): Judged {
    // How many classes a person's own pictures have, the worker knows.
    const outputs = settings.data === "own" ? 1 : outputsOf(allPresets[settings.preset]);
    const judged = judge(draft, outputs);
    layers.judge(judged, draft.input);
    learning.judge(draft, totalSteps);
    total.textContent = judged.layer === undefined ? `${count(judged.parameters)} parameters in all` : "";
    complaint.textContent = judged.layer === undefined ? (judged.whole ?? "") : "A layer does not fit yet: see above.";
    complaint.hidden = complaint.textContent === "";
    apply.ariaDisabled = `${!complaint.hidden}`;
    if (complaint.hidden) {
      preview.show(applied());
      command.show(applied());
    }
    return judged;
  }

  function start(from: Recipe): void {
    draft = from;
    layers.show(draft.layers);
    learning.show(draft);
    look();
  }

  apply.addEventListener("click", () => {
    const { layer, whole } = look();
    if (layer !== undefined || whole !== undefined) return;
    actions.open(applied());
    close();
  });
  cancel.addEventListener("click", close);
  back.addEventListener("click", () => start({ ...allPresets[settings.preset], batch: settings.batch }));

  const beginning = dependingOn(
    (state) => [state.settings],
    (state) => {
      settings = state.settings;
      back.textContent = `As ${settings.preset} has it`;
      start(recipeOf(settings));
    },
  );
  const length = dependingOn(
    (state) => [state.run?.steps],
    ({ run }) => {
      totalSteps = run?.steps ?? someSteps;
      learning.judge(draft, totalSteps);
    },
  );
  return {
    update(state) {
      beginning(state);
      length(state);
      preview.update(state);
    },
  };
}
