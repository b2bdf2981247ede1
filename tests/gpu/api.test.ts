/** The examples of docs/api.md do what their comments say. */
import { describe, expect, it } from "vitest";
import page from "../../docs/api.md?raw";
import * as circledast from "../../src/index.ts";

const examples = Array.from(page.matchAll(/```js\n(.*?)```/gs), ([, code], index) => [index + 1, code] as const);

/** An async function of a text: what a module would be. */
const AsyncFunction = (async () => {}).constructor as new (
  ...text: string[]
) => (library: object, console: object) => Promise<void>;

/** Runs an example, and says what it would have printed: arrays as JSON. */
async function printed(code: string): Promise<string[]> {
  const lines: string[] = [];
  const log = (...values: unknown[]) =>
    lines.push(
      values.map((value) => JSON.stringify(ArrayBuffer.isView(value) ? Array.from(value as never) : value)).join(" "),
    );
  const body = code.replace(/import (\{[^}]*\}) from "circledast";/, "const $1 = library;");
  await new AsyncFunction("library", "console", body)(circledast, { log });
  return lines;
}

describe("docs/api.md", () => {
  it.each(examples)("has an example %i that prints what it says", async (_, code) => {
    const said = Array.from(code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm), ([, text]) => text);
    expect(said.length).toBeGreaterThan(0);
    expect(await printed(code)).toEqual(said);
  });

  it("has examples", () => {
    expect(examples.length).toBeGreaterThanOrEqual(6);
  });
});
