/** A list of numbers that one edits: a bar and a field for each; longer and shorter by a button. */
import { html } from "../look/elements.ts";
import { isElement } from "./kernelsAddress.ts";

/** Pixels of the tallest bar. */
const tallest = 40;

/** A bar on its zero line, up or down. */
export function bar(value: number, limit: number, className = ""): HTMLElement {
  const element = html("span", { class: `bar ${className}`, "aria-hidden": "true" });
  element.style.setProperty("--height", `${(Math.abs(value) / (limit || 1)) * tallest}px`);
  element.classList.toggle("below", value < 0);
  return element;
}

/** Fields that are written anew only where they are not being edited. */
export interface ListEditor {
  /** The fields, in their order: as many as there are numbers. */
  fields(values: readonly number[]): readonly HTMLInputElement[];
  readonly buttons: HTMLElement;
}

/**
 * @param name of the list, as it is spoken
 * @param change is told of the list as it is to be
 */
export function listEditor(name: string, most: number, change: (values: readonly number[]) => void): ListEditor {
  const inputs: HTMLInputElement[] = [];
  let latest: readonly number[] = [];
  const button = (text: string, label: string, act: () => void) => {
    const made = html("button", { type: "button", class: "step-button", "aria-label": label }, text);
    made.addEventListener("click", act);
    return made;
  };
  const shorter = button("−", `Make ${name} shorter`, () => change(latest.slice(0, -1)));
  const longer = button("+", `Make ${name} longer`, () => change([...latest, 0]));

  function create(at: number): HTMLInputElement {
    const input = html("input", { type: "number", step: "any", class: "element", "aria-label": `${name}[${at}]` });
    input.addEventListener("input", () => {
      const value = input.valueAsNumber;
      input.toggleAttribute("aria-invalid", !isElement(value));
      if (isElement(value)) change(latest.map((other, k) => (k === at ? value : other)));
    });
    // What cannot be is not kept.
    input.addEventListener("blur", () => {
      input.value = `${latest[at]}`;
      input.removeAttribute("aria-invalid");
    });
    return input;
  }

  return {
    buttons: html("span", { class: "list-buttons" }, shorter, longer),
    fields(values) {
      latest = values;
      while (inputs.length < values.length) inputs.push(create(inputs.length));
      values.forEach((value, at) => {
        if (document.activeElement !== inputs[at]) inputs[at].value = `${value}`;
      });
      shorter.disabled = values.length <= 1;
      longer.disabled = values.length >= most;
      return inputs.slice(0, values.length);
    },
  };
}
