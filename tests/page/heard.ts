/** What the page and its worker tell each other, for tests that need the very numbers. */
import type { Page } from "playwright-core";
import type { SightMessage } from "../../src/app/state.ts";
import type { NamedTensor } from "../../src/io/safetensors.ts";

/** What the page and its worker have told each other: the last picture that was drawn, and the last network that was looked at. */
interface Told {
  readonly drawn: number[] | undefined;
  readonly sight?: { readonly step: number; readonly parameters: readonly NamedTensor[] };
}

/** Opens an address of the page, in place of another one of it, with an ear at its worker. */
export async function heard(page: Page, query: string): Promise<{ page: Page; told: () => Promise<Told> }> {
  await page.addInitScript(() => {
    const told: Record<string, unknown> = {};
    Object.assign(window, { told });
    window.Worker = class extends Worker {
      constructor(...all: ConstructorParameters<typeof Worker>) {
        super(...all);
        this.addEventListener("message", ({ data }) => {
          if (data.type === "sight") told.sight = data;
        });
      }

      override postMessage(message: { type: string; image?: Float32Array }): void {
        if (message.type === "predict") told.drawn = [...message.image!];
        super.postMessage(message);
      }
    };
  });
  await page.goto(new URL(`./${query}`, page.url()).href);
  const told = () =>
    page.evaluate(() => {
      const { drawn, sight } = (window as unknown as { told: { drawn?: number[]; sight?: SightMessage } }).told;
      const parameters = Object.entries(sight?.parameters ?? {});
      return {
        drawn,
        sight: sight && {
          step: sight.step,
          parameters: parameters.map(([name, { value }]) => ({ name, shape: value.shape, data: [...value.data] })),
        },
      };
    });
  return {
    page,
    async told() {
      const { drawn, sight } = await told();
      if (sight === undefined) return { drawn };
      const parameters = sight.parameters.map((one) => ({ ...one, data: Float32Array.from(one.data) }));
      return { drawn, sight: { step: sight.step, parameters } };
    },
  };
}
