/** The package as npm packs it, in a fresh folder outside the tree: in Node, in a fresh Vite project in Chromium, and for the type checker. */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundledSizes } from "../../build/bundledSizes.ts";
import { findChromium, softwareFlags } from "../../src/cli/chromium.ts";
import { servePage } from "../../src/cli/pageServer.ts";
import { wantedDriver } from "../../src/cli/vulkan.ts";
import { circledast, software } from "./circledast.ts";

const STEPS = 6;
const root = process.cwd();
const place = mkdtempSync(join(tmpdir(), "circledast-package-"));
const { version, devDependencies } = JSON.parse(readFileSync("package.json", "utf8"));

/** Runs in the fresh folder, with no trace of the tree in the environment. */
function run(command: string, args: readonly string[], folder = place, env: NodeJS.ProcessEnv = {}): string {
  const { npm_config_local_prefix: _, NODE_ENV: __, NODE_PATH: ___, ...inherited } = process.env;
  return execFileSync(command, args, { cwd: folder, encoding: "utf8", env: { ...inherited, ...env }, stdio: "pipe" });
}

const npm = (...args: string[]) =>
  run("npm", [...args, "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"]);

beforeAll(() => {
  // Built before: see tests/setup/build.js.
  const packed = execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", place], {
    encoding: "utf8",
    stdio: "pipe",
  });
  const [{ filename }] = JSON.parse(packed);
  writeFileSync(join(place, "package.json"), JSON.stringify({ type: "module", private: true }));
  npm("install", join(place, filename), `vite@${devDependencies.vite}`);
}, 600_000);

afterAll(() => rmSync(place, { recursive: true, force: true }));

/** What the command line comes to. SwiftShader computes the same bits in Chromium and in Node. */
const expected = (() => {
  let known: { losses: number[]; weightsSha256: string } | undefined;
  return () => {
    if (known !== undefined) return known;
    const { events, stderr } = circledast(["train", "--preset", "lenet", "--steps", String(STEPS), "--json"]);
    const told = events();
    const end = told.find(({ event }) => event === "end");
    if (end === undefined) throw new Error(stderr);
    const losses = told.filter(({ event }) => event === "step").flatMap((event) => event.losses as number[]);
    known = { losses, weightsSha256: end.weightsSha256 as string };
    return known;
  };
})();

function driver(): NodeJS.ProcessEnv {
  process.env.CIRCLEDAST_ADAPTER = "swiftshader";
  const found = wantedDriver();
  return { VK_ICD_FILENAMES: found, VK_DRIVER_FILES: undefined };
}

test("brings what it needs, and nothing of what it was made with", () => {
  const installed = JSON.parse(readFileSync(join(place, "node_modules", "circledast", "package.json"), "utf8"));
  expect(installed.private).toBeUndefined();
  for (const name of Object.keys(installed.dependencies))
    expect(existsSync(join(place, "node_modules", name))).toBe(true);
  const folder = join(place, "node_modules", "circledast");
  expect(readdirSync(folder).toSorted()).toEqual([
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "bin",
    "dist",
    "package.json",
  ]);
  expect(readdirSync(join(folder, "dist")).toSorted()).toEqual(["cli.js", "library", "page"]);
  // Of the page what the command `export` puts weights into, and none of its data.
  expect(readdirSync(join(folder, "dist", "page"))).toEqual(["export.html"]);
});

test("the command line runs as installed, and says its version", () => {
  const command = join(place, "node_modules", ".bin", "circledast");
  expect(run(command, ["--version"]).trim()).toBe(version);
  const trained = run(command, ["train", "--preset", "lenet", "--steps", String(STEPS), "--json"], place, software);
  expect(trained).toContain(expected().weightsSha256);
}, 120_000);

describe("the examples", () => {
  beforeAll(() => cpSync(join(root, "examples", "node"), place, { recursive: true }));

  test("in Node lenet trains to the losses and weights of the command line, and answers", () => {
    const told = run("node", ["train.js", String(STEPS), "lenet.safetensors"], place, driver());
    const { losses, weightsSha256, answer } = JSON.parse(told);
    expect(losses).toEqual(expected().losses);
    expect(losses).toHaveLength(STEPS);
    expect(weightsSha256).toBe(expected().weightsSha256);
    expect(answer).toBeGreaterThanOrEqual(0);
    expect(answer).toBeLessThan(10);
  }, 120_000);

  test("its weights go out as ONNX and come back the same, and as a script for PyTorch", () => {
    const onnx = JSON.parse(run("node", ["onnx.js", "lenet.safetensors"]));
    expect(onnx.same).toBe(true);
    expect(readFileSync(join(place, onnx.out)).length).toBe(onnx.bytes);
    const { out } = JSON.parse(run("node", ["pytorch.js", "lenet.safetensors"]));
    expect(readFileSync(join(place, out), "utf8")).toContain(`Written by circledast ${version}`);
  });

  test("⊛ to a power, its gradient, and the receptive field", () => {
    const { heads, gradient, turned, size, stride } = JSON.parse(run("node", ["convolution.js"]));
    expect(heads).toEqual([1, 5, 10, 10, 5, 1].map((ways) => ways / 32));
    expect(gradient).toEqual([6, 6]);
    expect(turned).toEqual([3, 2, 1]);
    // A 5×5 convolution, a 2×2 pooling, a 5×5 convolution: 5 + 1 + 4·2 pixels, 2 apart.
    expect([size, stride]).toEqual([
      [14, 14],
      [2, 2],
    ]);
  });

  test("in a fresh Vite project in Chromium lenet trains to the same losses and weights", async () => {
    const project = join(place, "browser");
    cpSync(join(root, "examples", "browser"), project, { recursive: true });
    mkdirSync(join(project, "public"));
    cpSync(join(root, "dist", "page", "data", "mnist"), join(project, "public", "mnist"), { recursive: true });
    run("npx", ["vite", "build", "--logLevel", "error"], project);
    const server = await servePage(join(project, "dist"), 0);
    const executablePath = findChromium();
    const browser = await chromium.launch({ args: [...softwareFlags], ...(executablePath ? { executablePath } : {}) });
    try {
      const page = await browser.newPage();
      await page.goto(`${server.address}?steps=${STEPS}`);
      const status = page.getByRole("status");
      await expect.poll(() => status.textContent(), { timeout: 120_000 }).toContain("Done");
      expect(await status.textContent()).toContain(expected().weightsSha256);
      const losses = (await page.locator("pre").textContent())!.trim().split("\n").map(Number);
      expect(losses).toEqual(expected().losses);
    } finally {
      await browser.close();
      server.close();
    }
  }, 240_000);
});

test("its types hold for a strict user without WebGPU's types, those of the package checked too", () => {
  const project = join(place, "types");
  mkdirSync(project);
  writeFileSync(join(project, "use.ts"), readFileSync(join(root, "tests", "package", "use.ts.txt")));
  const options = {
    target: "ES2023",
    lib: ["ES2023", "DOM"],
    module: "ESNext",
    moduleResolution: "bundler",
    types: [],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
  };
  for (const change of [{}, { module: "NodeNext", moduleResolution: "NodeNext" }]) {
    const compilerOptions = { ...options, ...change };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["use.ts"] }));
    let words = "";
    try {
      run("node", [join(root, "node_modules", "typescript", "bin", "tsc"), "-p", "."], project);
    } catch (error) {
      words = (error as { stdout: string }).stdout;
    }
    expect(words).toBe("");
  }
}, 60_000);

test("every export has words, and names no type that is not exported", () => {
  const words = run(process.execPath, [join(root, "scripts", "docs.js")], root);
  expect(words).toContain("html generated");
  expect(existsSync(join(root, "dist", "docs", "index.html"))).toBe(true);
}, 240_000);

describe("a user's bundle", () => {
  const sizes = (code: string) => bundledSizes(code, join(place, "node_modules", "circledast"));

  test("to train takes less than 45 KB at once; the engine and the kernels of a network come when a run is opened", async () => {
    const { atOnce, later } = await sizes(
      `export { encodeWeights, fetchSplits, fit, openRun, presets } from "circledast";`,
    );
    expect(atOnce).toBeLessThan(45_000);
    expect(later).toBeGreaterThan(0);
  });

  test("for ⊛ has neither trainer nor kernels", async () => {
    const { modules } = await sizes(`export { convolve } from "circledast";`);
    expect(modules.filter((name) => /library[/](train|gpu|kernels|shaders|layers)[/]/.test(name))).toEqual([]);
    expect(modules.some((name) => name.endsWith("library/reference/convolve.js"))).toBe(true);
  });

  test("for recipes alone has nothing that computes", async () => {
    const { modules } = await sizes(`export { presets } from "circledast";`);
    expect(modules.filter((name) => !name.includes("library/model/presets"))).toEqual([]);
  });
});
