import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type ExportedRun,
  fromBase64,
  runMarker,
  toBase64,
  withRun,
} from "../../../../src/exchange/page/exportedRun.ts";

const run = (link: string): ExportedRun => ({
  file: toBase64(new Uint8Array([0, 255, 1])),
  weightsSha256: "00",
  device: "GPU",
  link,
  date: "2026-01-31",
});
const page = `<script type="application/json" id="run">${runMarker}</script>`;

test("bytes of any length come back from base64", () => {
  const bytes = fc.uint8Array({ maxLength: 50 });
  fc.assert(
    fc.property(bytes, (given) => {
      expect(fromBase64(toBase64(given))).toEqual(given);
    }),
  );
  const many = Uint8Array.from({ length: 40_001 }, (_, i) => (i * 31) % 256);
  expect(fromBase64(toBase64(many))).toEqual(many);
});

test("whatever a run says, it comes back from the page and does not end its element", () => {
  const texts = fc.oneof(
    fc.string(),
    fc.constantFrom("</script><script>alert(1)</script>", "<!--", "$&$1$`", runMarker),
  );
  fc.assert(
    fc.property(texts, (link) => {
      const made = withRun(page, run(link));
      const [, json] = /^<script[^>]*>([^<]*)<\/script>$/.exec(made)!;
      expect(JSON.parse(json)).toEqual(run(link));
    }),
  );
});

test("a page without a place, or with two, is refused", () => {
  expect(() => withRun("<p>", run(""))).toThrow("no place");
  expect(() => withRun(page + page, run(""))).toThrow("no place");
});
