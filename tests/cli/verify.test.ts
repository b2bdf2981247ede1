import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { circledast, software, withoutAdapter } from "./circledast.ts";

const pytorch = "tests/userCases/pytorch.json";

/** Every kernel: a minute on an idle machine, and longer on one that has other work. */
const whole = { timeout: 600_000 };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "circledast-verify-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("verify --preset", () => {
  test("checks every kernel and the network's steps, and writes a certificate", whole, () => {
    const report = join(folder, "certificate.html");
    const { status, stdout, stderr } = circledast(["verify", "--preset", "sigmoid2", "--report", report, "--json"]);
    expect(stderr).toContain(`${report}: the certificate is there.`);
    expect(status).toBe(0);
    const { adapter, cases, passed, failed, network } = JSON.parse(stdout);
    expect(adapter).toMatchObject({ kind: "gpu", software: true });
    expect(network).toEqual({ name: "sigmoid2", batch: 4 });
    expect([passed, failed]).toEqual([cases.length, 0]);
    expect(passed).toBeGreaterThan(400);
    for (const { name, op, kernel, pass, worst } of cases) {
      expect([typeof name, typeof op, typeof kernel, pass]).toEqual(["string", "string", "string", true]);
      expect(worst).toBeLessThanOrEqual(1);
    }
    const html = readFileSync(report, "utf8");
    expect(html).toContain("Every kernel computes what the reference does, also at the shapes of sigmoid2");
    for (const kernel of new Set(cases.map((one: { kernel: string }) => one.kernel))) expect(html).toContain(kernel);
  });
});

describe("with one sign flipped in one kernel", () => {
  // A copy of the built command line beside it, so that it finds the same packages.
  const copy = resolve("dist", "flipped");
  beforeAll(() => {
    mkdirSync(copy, { recursive: true });
    const shader = readFileSync("shaders/denseWeightGrad.wgsl", "utf8");
    const [line] = shader.split("\n").filter((one) => one.includes("sum += "));
    const built = readFileSync("dist/cli.js", "utf8");
    expect(built.split(line.trim())).toHaveLength(2);
    writeFileSync(join(copy, "cli.js"), built.replace(line.trim(), line.trim().replace("sum += ", "sum -= ")));
    writeFileSync(
      join(copy, "run.mjs"),
      `import { main } from "./cli.js";\nconst status = await main(process.argv.slice(2));\nprocess.stdout.write("", () => process.exit(status));\n`,
    );
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  test(
    "verify exits with 1 and names that kernel, with case, element, expected and found value, and what was allowed",
    whole,
    () => {
      const run = spawnSync(process.execPath, [join(copy, "run.mjs"), "verify"], { encoding: "utf8", env: software });
      expect(run.stdout).toMatch(
        /^denseWeightGrad, control: \S+\[\d+, \d+\] is \S+; \S+ was expected, within \S+\. \d+ of \d+ elements (is|are) wrong$/m,
      );
      expect(run.stdout).toMatch(
        /1 kernel of \d+ is wrong on this adapter: denseWeightGrad\. \d+ of \d+ checks failed\.$/m,
      );
      expect(run.status).toBe(1);
    },
  );
});

describe("verify --cases", () => {
  test("compares PyTorch's figures with adapter and reference", () => {
    const { status, stdout } = circledast(["verify", "--cases", pytorch, "--json"]);
    const { cases, passed, failed, unsupported } = JSON.parse(stdout);
    expect([passed, failed, unsupported]).toEqual([cases.length, 0, 0]);
    expect(cases[0]).toMatchObject({ id: "conv2d", name: "conv2d", op: "conv2d", status: "passed", pass: true });
    expect(status).toBe(0);
  });

  test("fails a wrong expectation, and counts what is unsupported apart", () => {
    const cases = JSON.parse(readFileSync(pytorch, "utf8")).slice(0, 3);
    cases[1].expected.weightGrad[0] += 0.01;
    cases[2].op = "conv3d";
    const file = join(folder, "cases.json");
    const report = join(folder, "cases-report.html");
    writeFileSync(file, JSON.stringify(cases));
    const { status, stdout } = circledast(["verify", "--cases", file, "--report", report]);
    expect(stdout).toContain("conv2d padding 1, no bias: reference: weightGrad[0, 0, 0, 0] is ");
    expect(stdout).toContain("unsupported: operation conv3d");
    expect(stdout).toContain(
      "1 case of cases.json differs from what is expected: conv2d padding 1, no bias. 1 passed. 1 case could not be run",
    );
    expect(status).toBe(1);
    expect(readFileSync(report, "utf8")).toContain("not supported: operation conv3d");
  });
});

test("without an adapter verify is status 3, and writes nothing", () => {
  const report = join(folder, "none.json");
  const { status, stdout, stderr } = circledast(["verify", "--report", report], withoutAdapter);
  expect(stderr).toContain("WebGPU: no adapter found");
  expect(status).toBe(3);
  expect(stdout).toBe("");
  expect(readdirSync(folder)).not.toContain("none.json");
});

test.each<[string[], string]>([
  [["--batch", "3"], "--batch: it is given without a network; one was expected."],
  [["--device", "cpu"], '--device: it is "cpu"; one of auto, gpu was expected.'],
  [["--report", "x.pdf"], '--report: it is "x.pdf"; a name that ends in .html or .json was expected.'],
  [["--report", "/nonexistent/x.html"], "--report: /nonexistent/x.html cannot be written"],
  [["--cases", "/nonexistent.json"], "--cases: /nonexistent.json is unreadable"],
  [["--cases", "package.json"], "package.json: it is {"],
  [["--cases", "x.json", "--preset", "lenet"], "--cases: it is given beside a network; one of them was expected."],
])("verify %j is bad usage: status 2, one message, nothing on standard output", (args, message) => {
  const { status, stdout, stderr } = circledast(["verify", ...args]);
  expect(stderr).toContain(message);
  expect(status).toBe(2);
  expect(stdout).toBe("");
});
