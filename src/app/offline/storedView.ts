/** Shows what is stored, and deletes it. Loaded when it is first opened. */
import { html } from "../look/elements.ts";
import { bytesWords } from "../look/format.ts";
import { deleteStored, listStored } from "./stored.ts";

const WORDS = "Delete what is stored";

export async function showStored(place: HTMLElement): Promise<void> {
  const list = html("dl", { class: "facts facts-wide" });
  const words = html("p", { class: "quiet", "aria-live": "polite" });
  const button = html("button", { type: "button", class: "button" }, WORDS);

  async function show(after = ""): Promise<void> {
    const stored = await listStored().catch(() => []);
    list.replaceChildren(
      ...stored.map(({ what, bytes }) =>
        html(
          "div",
          {},
          html("dt", {}, what),
          html("dd", {}, bytes === undefined ? "size not told" : bytesWords(bytes)),
        ),
      ),
    );
    const known = stored.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
    button.hidden = stored.length === 0;
    words.textContent =
      after ||
      (stored.length === 0 ? "Nothing is stored." : `${bytesWords(known)} in this browser; nothing is sent anywhere.`);
  }

  let isSure = false;
  button.addEventListener("click", async () => {
    if (!isSure) {
      isSure = true;
      button.textContent = "Delete all of it";
      words.textContent = "Runs that are kept, to compare or to go on with, go for good.";
      return;
    }
    isSure = false;
    button.textContent = WORDS;
    words.textContent = "Deleting.";
    await deleteStored();
    await show("Deleted. Loaded again, the page stores what it needs to work without a network.");
  });
  place.replaceChildren(list, words, button);
  await show();
}
