import { expect, test } from "vitest";
import { buildOf } from "../../build/serviceWorker.ts";

const page = [
  { name: "index.html", content: "<p>" },
  { name: "assets/a-1.js", content: "1" },
  { name: "headless.html", content: "" },
  { name: "data/mnist/images.gz", content: new Uint8Array([1]) },
];

test("the page's files and the data's are told apart; what is not the page's is left out", () => {
  const { files, data } = buildOf(page);
  expect(files).toEqual(["assets/a-1.js", "index.html"]);
  expect(data).toEqual(["data/mnist/images.gz"]);
});

test("any change of a file is another version, of its own kind alone", () => {
  const before = buildOf(page);
  const changed = buildOf(page.map((file) => (file.name === "index.html" ? { ...file, content: "<b>" } : file)));
  expect(changed.version).not.toBe(before.version);
  expect(changed.dataVersion).toBe(before.dataVersion);
  const renamed = buildOf(
    page.map((file) => (file.name === "assets/a-1.js" ? { ...file, name: "assets/a-2.js" } : file)),
  );
  expect(renamed.version).not.toBe(before.version);
  expect(buildOf([...page].reverse())).toEqual(before);
});
