/** Inputs for the fields that some part of a recipe may have, whatever they are: a field itself knows what it accepts. */
import type { Field } from "../../../model/fields.ts";
import { html } from "../../look/elements.ts";
import { readValue, writeValue } from "../written.ts";
import { defaultOf } from "./draft.ts";

type Fields = Readonly<Record<string, Field<unknown>>>;

export interface FieldInputs {
  readonly element: HTMLElement;
  /** Marks those whose value is not one. */
  judge(spec: Readonly<Record<string, unknown>>): void;
}

/** What someone has typed; what is no value at all stays text, which the field refuses. */
function meantBy(text: string): unknown {
  const meant = text.trim();
  if (meant === "") return undefined;
  try {
    // Half of the world writes a decimal comma.
    return readValue(/^-?\d+,\d+$/.test(meant) ? meant.replace(",", ".") : meant);
  } catch {
    return text;
  }
}

/** Characters that a third of a line has room for. */
const NARROW = 9;

/** Of those that have one. */
const units: Readonly<Record<string, string>> = { shift: ", pixels", rotation: ", °", shear: ", °" };

/** `countIncludePad` as words. */
function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/**
 * What has to be said and what is said stands open, the rest behind "more", unless all is to be `open`.
 *
 * @param owner whose fields they are, for who cannot see it
 * @param change is called with each change; a value left out is undefined
 */
export function fieldInputs(
  owner: string,
  fields: Fields,
  spec: Readonly<Record<string, unknown>>,
  change: (name: string, value: unknown) => void,
  { open: allOpen = false } = {},
): FieldInputs {
  const inputs = new Map<string, HTMLInputElement>();
  const [open, more]: HTMLElement[][] = [[], []];
  for (const [name, field] of Object.entries(fields)) {
    const usual = defaultOf(name, field);
    const isSwitch = typeof usual?.value === "boolean";
    const input = html("input", { type: isSwitch ? "checkbox" : "text", "aria-label": `${words(name)} of ${owner}` });
    if (isSwitch) input.checked = (spec[name] ?? usual.value) === true;
    else {
      Object.assign(input, {
        spellcheck: false,
        autocomplete: "off",
        inputMode: typeof usual?.value === "number" ? "decimal" : "text",
      });
      input.value = spec[name] === undefined ? "" : writeValue(spec[name]);
      input.placeholder = usual === undefined ? "" : usual.value === undefined ? "none" : writeValue(usual.value);
    }
    input.addEventListener("input", () => {
      if (!isSwitch) return change(name, meantBy(input.value));
      change(name, input.checked === usual.value ? undefined : input.checked);
    });
    inputs.set(name, input);
    const isLong = Math.max(input.value.length, input.placeholder.length) > NARROW;
    const label = html(
      "label",
      { class: `edit-field${isSwitch ? " edit-switch" : isLong ? " edit-words" : ""}` },
      html("span", {}, words(name), units[name] ?? ""),
      input,
    );
    (allOpen || usual === undefined || spec[name] !== undefined ? open : more).push(label);
  }
  const rest = html(
    "details",
    { class: "edit-more" },
    html("summary", {}, "more"),
    html("div", { class: "edit-fields" }, ...more),
  );
  const element = html("div", {}, html("div", { class: "edit-fields" }, ...open), ...(more.length > 0 ? [rest] : []));
  return {
    element,
    judge(now) {
      for (const [name, input] of inputs) {
        let fits = true;
        try {
          fields[name](owner, name, now[name]);
        } catch {
          fits = false;
        }
        input.setAttribute("aria-invalid", `${!fits}`);
      }
    },
  };
}
