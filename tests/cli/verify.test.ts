import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { presets } from "../../src/model/presets.ts";
import { profiles } from "../../src/plan/profiles.ts";
import { kernelChecks } from "../../src/verify/kernelChecks.ts";
import { besideOthers, circledast, software, withoutAdapter } from "./circledast.ts";

const pytorch = "tests/userCases/pytorch.json";

/** Every kernel: a minute on an idle machine, and longer on one that has other work. */
const whole = 600_000;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "circledast-verify-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("with one sign flipped in one kernel, verify --preset", () => {
  // A copy of the built command line beside it, so that it finds the same packages.
  const copy = resolve("dist", "flipped");
  let run: { status: number | null; stdout: string; stderr: string };
  let report: string;
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
    report = join(folder, "certificate.html");
    const args = [join(copy, "run.mjs"), "verify", "--preset", "sigmoid2", "--report", report, "--json"];
    run = spawnSync(process.execPath, args, { encoding: "utf8", env: software });
  }, whole);
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  test("exits with 1 and names that kernel, with case, element, expected and found value, and what was allowed", () => {
    expect(run.stderr).toMatch(
      /^denseWeightGrad, control: \S+\[\d+, \d+\] is \S+; \S+ was expected, within \S+\. \d+ of \d+ elements (is|are) wrong$/m,
    );
    expect(run.status).toBe(1);
  });

  test("finds every other kernel right, in its cases and in the network's steps", () => {
    const { adapter, cases, passed, failed, network } = JSON.parse(run.stdout);
    expect(adapter).toMatchObject({ kind: "gpu", software: true });
    expect(network).toEqual({ name: "sigmoid2", batch: presets.sigmoid2.batch });
    expect(passed).toBeGreaterThan(400);
    expect(passed + failed).toBe(cases.length);
    // In npm test this is where the kernels are proven in Node: no case may be left out that the adapter can run.
    const title = (check: { kernel: string; name: string }) => `${check.kernel}: ${check.name}`;
    const told = new Set(cases.map(title));
    const { device } = profiles.find((profile) => profile.name === "swiftshader")!;
    expect(
      kernelChecks(undefined, device)
        .map(title)
        .filter((due) => !told.has(due)),
    ).toEqual([]);
    for (const { name, op, kernel, pass, worst } of cases) {
      expect([typeof name, typeof op, typeof kernel, typeof worst]).toEqual(["string", "string", "string", "number"]);
      if (kernel !== "denseWeightGrad") expect({ name, kernel, pass }).toEqual({ name, kernel, pass: true });
      if (pass) expect(worst).toBeLessThanOrEqual(1);
    }
  });

  test("writes a certificate with the verdict and every kernel", () => {
    expect(run.stderr).toContain(`${report}: the certificate is there.`);
    const html = readFileSync(report, "utf8");
    expect(html).toMatch(/1 kernel of \d+ is wrong on this adapter: denseWeightGrad\. \d+ of \d+ checks failed\./);
    const kernels = JSON.parse(run.stdout).cases.map(({ kernel }: { kernel: string }) => kernel);
    for (const kernel of new Set<string>(kernels)) expect(html).toContain(kernel);
  });
});

test("verify --only-network checks a network's dispatches and nothing else, and says so", () => {
  const { status, stdout } = circledast(["verify", "--preset", "sigmoid2", "--only-network", "--json"]);
  const { cases, passed, failed, onlyNetwork } = JSON.parse(stdout);
  expect([passed, failed, onlyNetwork, status]).toEqual([cases.length, 0, true, 0]);
  expect(cases.filter(({ part }: { part: string }) => part === "cases")).toEqual([]);
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

test.concurrent.each<[string[], string]>([
  [["--batch", "3"], "--batch: it is given without a network; one was expected."],
  [["--only-network"], "--only-network: it is given without a network; one was expected."],
  [["--device", "cpu"], '--device: it is "cpu"; one of auto, gpu was expected.'],
  [["--report", "x.pdf"], '--report: it is "x.pdf"; a name that ends in .html or .json was expected.'],
  [["--report", "/nonexistent/x.html"], "--report: /nonexistent/x.html cannot be written"],
  [["--cases", "/nonexistent.json"], "--cases: /nonexistent.json is unreadable"],
  [["--cases", "package.json"], "package.json: it is {"],
  [["--cases", "x.json", "--preset", "lenet"], "--cases: it is given beside a network; one of them was expected."],
])("verify %j is bad usage: status 2, one message, nothing on standard output", async (args, message) => {
  const { status, stdout, stderr } = await besideOthers(["verify", ...args]);
  expect(stderr).toContain(message);
  expect(status).toBe(2);
  expect(stdout).toBe("");
});
