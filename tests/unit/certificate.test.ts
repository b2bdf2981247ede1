import { expect, it } from "vitest";
import { finiteJson } from "../../src/core/finiteJson.ts";
import { certify, mistakeWords, shareWords, summarize, verdictOf } from "../../src/verify/certificate.ts";
import { CASES, type CheckResult, USER_CASES } from "../../src/verify/check.ts";
import { reportHtml } from "../../src/verify/report/report.ts";

const circumstances = {
  adapter: {
    kind: "gpu" as const,
    vendor: "acme",
    architecture: "one",
    description: "Acme <One>",
    software: false,
    device: "",
    driver: "Acme driver 3",
  },
  runtime: "Node",
  version: "1.2.3",
  date: "2030-01-02T03:04:05.678Z",
};

const right: CheckResult = {
  name: "control",
  op: "relu",
  kernel: "relu",
  part: CASES,
  pass: true,
  worst: 0.25,
  elements: 7,
  mistakes: [],
};
const mistake = {
  tensor: "case.dense",
  element: "[1, 2]",
  expected: 2,
  found: -2,
  allowed: 1e-6,
  wrong: 3,
  unstable: 0,
  elements: 8,
};
const wrong = { ...right, kernel: "dense", op: "dense", name: "x 2×3", pass: false, worst: 4e6, mistakes: [mistake] };

it("the verdict says that all is right, or names each wrong kernel once", () => {
  expect(verdictOf(certify(circumstances, [right, right]))).toBe(
    "Every kernel computes what the reference does: 1 kernel, 2 checks, none outside its bound.",
  );
  const network = { name: "lenet", batch: 8 };
  expect(verdictOf(certify({ ...circumstances, network }, [right]))).toContain("also at the shapes of lenet, batch 8:");
  expect(verdictOf(certify({ ...circumstances, network, onlyNetwork: true }, [right]))).toBe(
    "Every kernel that lenet uses computes what the reference does at the shapes of lenet, batch 8: 1 kernel, 1 check, none outside its bound.",
  );
  expect(verdictOf(certify({ ...circumstances, storage: "f16" }, [right]))).toContain(", with tensors kept as f16:");
  expect(verdictOf(certify(circumstances, [right, wrong, wrong]))).toBe(
    "1 kernel of 2 is wrong on this adapter: dense. 2 of 3 checks failed.",
  );
});

it("unsupported cases of a file are counted apart and never as passed", () => {
  const of = (name: string, more: object): CheckResult => ({ ...right, part: USER_CASES, name, ...more });
  const skipped = of("c", { pass: false, unsupported: "operation fft" });
  const certificate = certify({ ...circumstances, file: "mine.json" }, [
    of("a", {}),
    of("b", { pass: false }),
    skipped,
  ]);
  expect(certificate).toMatchObject({ passed: 1, failed: 1, unsupported: 1 });
  expect(verdictOf(certificate)).toBe(
    "1 case of mine.json differs from what is expected: b. 1 passed. 1 case could not be run, for something is not supported.",
  );
  expect(verdictOf(certify({ ...circumstances, file: "mine.json" }, [skipped]))).toMatch(
    /^No case of mine.json was checked/,
  );
});

it("a report passes or fails, or says that nothing was checked, and claims for no number what it does not keep", () => {
  const of = (...more: object[]) =>
    reportHtml(
      certify(
        { ...circumstances, file: "mine.json" },
        more.map((one) => ({ ...right, part: USER_CASES, ...one })),
      ),
    );
  const skipped = { pass: false, elements: 0, unsupported: "operation fft" };
  for (const passed of [of({}), of({}, skipped)]) {
    expect(passed).toMatch(/<title>Passed: .*verdict is-right".*✓.*each within the tolerance/s);
  }
  const failed = of({}, { pass: false });
  expect(failed).toMatch(/<title>Failed: .*verdict is-wrong".*✗.*14 numbers .*each held against the tolerance/s);
  expect(failed).not.toContain("each within the tolerance of its case");
  const idle = of(skipped, skipped);
  expect(idle).toMatch(
    /<title>Nothing checked: .*verdict is-idle".*>–<.*No case of mine.json was checked.*No number was compared/s,
  );
  expect(idle).not.toMatch(/✓|Passed|each within the tolerance of its case/);
});

it("a failed check is told with kernel, case, element, expected and found value, and what was allowed", () => {
  expect(mistakeWords(wrong)).toEqual([
    "dense, x 2×3: case.dense[1, 2] is -2; 2 was expected, within 0.00000100. 3 of 8 elements are wrong",
  ]);
  const unstable = { ...wrong, mistakes: [{ ...mistake, wrong: 0, unstable: 2 }] };
  expect(mistakeWords(unstable)).toEqual(["dense, x 2×3: case.dense: 2 of 8 differ between two runs"]);
  expect(mistakeWords(right)).toEqual([]);
});

it("kernels are summed up in each part", () => {
  const rows = summarize([right, { ...right, worst: 0.5, op: "relu+add" }, wrong, { ...right, part: "training step" }]);
  expect(rows.map(({ part, title, beneath, worst, failed }) => [part, title, beneath, worst, failed])).toEqual([
    [CASES, "relu", ["relu", "relu+add"], 0.5, 0],
    [CASES, "dense", ["dense"], 4e6, 1],
    ["training step", "relu", ["relu"], 0.25, 0],
  ]);
});

it("JSON holds a number where the error is infinite", () => {
  const json = JSON.parse(finiteJson(certify(circumstances, [{ ...wrong, worst: Infinity }])));
  expect(json).toMatchObject({ adapter: { vendor: "acme" }, passed: 0, failed: 1 });
  expect(json.cases[0]).toMatchObject({
    name: "x 2×3",
    op: "dense",
    kernel: "dense",
    pass: false,
    worst: Number.MAX_VALUE,
  });
});

it.each<[number, string]>([
  [0, "exact"],
  [1e-5, "< 0.1 %"],
  [0.0312, "3.1 %"],
  [0.41, "41 %"],
  [2.5, "250 %"],
  [Infinity, "far outside"],
])("a share of %f is %s", (share, words) => {
  expect(shareWords(share)).toBe(words);
});

it("the report is one file without script or address, with the verdict first, then what failed, and all of it escaped", () => {
  const html = reportHtml(certify(circumstances, [right, { ...wrong, name: "x <script>" }]));
  expect(html).not.toMatch(/<script|src=|href=|url\(/);
  expect(html).toContain("Acme &lt;One&gt;");
  const order = ["is wrong on this adapter", "Acme driver 3", "What failed", "Kernels in their cases", "How to read"];
  const places = order.map((words) => html.indexOf(words));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places[0]).toBeGreaterThan(0);
  expect(html).not.toContain("within a bound");
  for (const words of ["[1, 2]", "-2", "0.00000100", "1.2.3", "2030-01-02 03:04:05 UTC"]) expect(html).toContain(words);
});
