/** One of a few, side by side. */
import { html } from "../look/elements.ts";

export interface Choice<T extends string> {
  readonly element: HTMLElement;
  show(value: T): void;
}

export function choice<T extends string>(name: string, values: readonly T[], choose: (value: T) => void): Choice<T> {
  const radios = values.map((value) => {
    const radio = html("input", { type: "radio", name: `operator-${name}`, value });
    radio.addEventListener("change", () => choose(value));
    return { value, radio, label: html("label", {}, radio, html("span", {}, value)) };
  });
  const labels = radios.map(({ label }) => label);
  const element = html("fieldset", { class: "switch" }, html("legend", { class: "visually-hidden" }, name), ...labels);
  return {
    element,
    show(value) {
      for (const one of radios) one.radio.checked = one.value === value;
    },
  };
}
