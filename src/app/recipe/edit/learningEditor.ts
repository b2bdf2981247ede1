/** How the network learns, while it is changed: loss, start, optimiser, schedule, order and what is done to the pictures. */
import { augmentationFields } from "../../../layers/augment.ts";
import { initializationNames } from "../../../layers/initialize.ts";
import { lossFields, lossNames, lossType } from "../../../losses/index.ts";
import { gentleAugmentation } from "../../../model/augmentation.ts";
import type { Field } from "../../../model/fields.ts";
import type { Recipe } from "../../../model/recipe.ts";
import { type OptimizerName, optimizerFields, optimizerNames, withOptimizer } from "../../../optimizers/index.ts";
import { orderNames } from "../../../train/order.ts";
import { type ScheduleName, scheduleFields, scheduleNames, scheduleOf } from "../../../train/schedule.ts";
import { html } from "../../look/elements.ts";
import { withField } from "./draft.ts";
import { type FieldInputs, fieldInputs } from "./fieldInputs.ts";
import { scheduleCurve } from "./scheduleCurve.ts";

type Amounts = Readonly<Record<string, number>>;
type Spec = { readonly type: string; readonly [name: string]: unknown };

/** A part that is of one of a few kinds, each with constants of its own. */
interface Part {
  readonly title: string;
  readonly kinds: readonly string[];
  readonly fieldsOf: (kind: string) => Readonly<Record<string, Field<unknown>>>;
  readonly read: (recipe: Recipe) => Spec;
  readonly write: (spec: Spec, recipe: Recipe) => Partial<Recipe>;
  /** What another kind begins with. */
  readonly begin: (kind: string, recipe: Recipe) => Spec;
}

const bare = (type: string): Spec => ({ type });
const none = () => ({});

const parts: readonly Part[] = [
  {
    title: "Loss",
    kinds: lossNames,
    fieldsOf: lossFields,
    read: ({ loss }) => (typeof loss === "object" ? loss : bare(lossType(loss))),
    write: (spec) => ({ loss: Object.keys(spec).length === 1 ? spec.type : spec }),
    begin: bare,
  },
  {
    title: "Weights start as",
    kinds: initializationNames,
    fieldsOf: none,
    read: ({ initialization = "fanInUniform" }) => bare(initialization),
    write: ({ type }) => ({ initialization: type }),
    begin: bare,
  },
  {
    title: "Optimiser",
    kinds: optimizerNames,
    fieldsOf: (kind) => optimizerFields(kind as OptimizerName),
    read: ({ optimizer }) => optimizer,
    write: (spec) => ({ optimizer: spec as Recipe["optimizer"] }),
    begin: (kind, { optimizer }) => withOptimizer(optimizer, kind as OptimizerName),
  },
  {
    title: "Schedule",
    kinds: scheduleNames,
    fieldsOf: (kind) => scheduleFields(kind as ScheduleName),
    read: ({ schedule = bare("constant") }) => schedule,
    write: (spec) => ({ schedule: spec }),
    begin: bare,
  },
  {
    title: "Order of pictures",
    kinds: orderNames,
    fieldsOf: none,
    read: ({ order = "shuffled" }) => bare(order),
    write: ({ type }) => ({ order: type }),
    begin: bare,
  },
];

export interface LearningEditor {
  readonly element: HTMLElement;
  show(recipe: Recipe): void;
  /** Marks what is no value, and draws the curve. */
  judge(recipe: Recipe, totalSteps: number): void;
}

/** @param change is called with what of the recipe is another now */
export function learningEditor(change: (parts: Partial<Recipe>) => void): LearningEditor {
  const curve = html("div");
  const editors = parts.map((part) => partEditor(part, change));
  const [scheduleAt, orderAt] = ["Schedule", "Order of pictures"].map((title) =>
    parts.findIndex((part) => part.title === title),
  );
  const pictures = html("div");
  let amounts: FieldInputs | undefined;
  let augmentation: Amounts = {};

  function showPictures(): void {
    const put = (name: string, value: unknown) => {
      augmentation = withField(augmentation, name, value);
      change({ augmentation });
    };
    amounts = fieldInputs("the pictures", augmentationFields, augmentation, put, { open: true });
    const all = (to: Amounts, words: string) => {
      const button = html("button", { type: "button", class: "link" }, words);
      button.addEventListener("click", () => {
        augmentation = to;
        showPictures();
        change({ augmentation });
      });
      return button;
    };
    pictures.replaceChildren(
      html("div", { class: "edit-choices" }, all({}, "As they are"), all({ ...gentleAugmentation }, "Varied a little")),
      amounts.element,
    );
  }

  const element = html(
    "div",
    {},
    ...editors.slice(0, scheduleAt + 1).map((editor) => editor.element),
    curve,
    ...editors.slice(orderAt).map((editor) => editor.element),
    html("h4", {}, "Pictures are changed by"),
    pictures,
  );
  return {
    element,
    show(recipe) {
      for (const editor of editors) editor.show(recipe);
      augmentation = { ...recipe.augmentation };
      showPictures();
    },
    judge(recipe, totalSteps) {
      for (const editor of editors) editor.judge(recipe);
      amounts?.judge(augmentation);
      try {
        curve.replaceChildren(scheduleCurve(scheduleOf(recipe), totalSteps));
      } catch {
        // What is wrong with it is said in the end.
        curve.replaceChildren();
      }
    },
  };
}

function partEditor(part: Part, change: (parts: Partial<Recipe>) => void) {
  const kind = html(
    "select",
    { "aria-label": part.title },
    ...part.kinds.map((name) => html("option", { value: name }, name)),
  );
  const place = html("div");
  const element = html("div", { class: "edit-part" }, html("label", {}, html("span", {}, part.title), kind), place);
  let recipe: Recipe;
  let inputs: FieldInputs;

  function put(spec: Spec): void {
    const changed = part.write(spec, recipe);
    recipe = { ...recipe, ...changed };
    change(changed);
  }

  function showFields(): void {
    const { type: _, ...constants } = part.read(recipe);
    inputs = fieldInputs(part.title.toLowerCase(), part.fieldsOf(kind.value), constants, (name, value) =>
      put(withField(part.read(recipe), name, value)),
    );
    place.replaceChildren(inputs.element);
  }

  kind.addEventListener("change", () => {
    put(part.begin(kind.value, recipe));
    showFields();
  });
  return {
    element,
    show(next: Recipe) {
      recipe = next;
      kind.value = part.read(recipe).type;
      showFields();
    },
    judge(next: Recipe) {
      recipe = next;
      inputs.judge(part.read(recipe));
    },
  };
}
