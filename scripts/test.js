/**
 * `npm test`: installs what is missing, proves that there are WebGPU adapters to test on, checks, builds and tests. `npm run test:whole`, which
 * continuous integration runs, has the slow tests too (vitest.config.ts names them).
 * Its last line is the count; nothing that did not run counts as passed.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { execute, installChromium, installPackages, load, root, run } from "./bootstrap.js";

const counts = { passed: 0, failed: 0, skipped: 0 };

await run(async () => {
  installPackages();
  await installChromium();
  await proveAdapters();
  // Both need the types of the shaders, and would write them at the same time.
  await step("types of the shaders", () => execute(process.execPath, ["scripts/types.js"]));
  await Promise.all([step("check", check), step("build", buildAll)]);
  await test();
});

if (process.exitCode) counts.failed ||= 1;
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
// Exits when written: Dawn would keep the process alive.
process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed${skipped}\n`, () =>
  process.exit(counts.failed > 0 ? 1 : 0),
);

async function proveAdapters() {
  const { proveNode, proveChromium } = await load("/tests/setup/adapters.ts");
  console.log(`WebGPU in Node: ${await proveNode()}`);
  console.log(`WebGPU in Chromium: ${await proveChromium()}`);
}

async function check() {
  const options = { cwd: root, stdio: ["ignore", 2, 2], shell: process.platform === "win32" };
  const [status] = await once(spawn("npm", ["run", "-s", "check"], options), "close");
  if (status !== 0) throw new Error(`npm run check: exit status ${status}; 0 expected. See its output above.`);
}

async function buildAll() {
  const { build } = await import("./build.js");
  await build("cli.js", "library", "page");
}

/** A step that counts as one failure, and lets the tests run all the same: one run shows all that is wrong. */
async function step(name, action) {
  try {
    await action();
    console.log(`${name}: passed`);
  } catch (error) {
    counts.failed++;
    console.error(`${name}: ${error.message}`);
  }
}

async function test() {
  const { startVitest } = await import("vitest/node");
  process.env.CIRCLEDAST_BUILT = "1";
  if (process.argv.includes("--whole")) process.env.CIRCLEDAST_WHOLE = "1";
  const vitest = await startVitest("test", [], { root, watch: false, allowOnly: false });
  const ran = new Map(vitest.projects.map((project) => [project.name, 0]));

  for (const module of vitest.state.getTestModules()) {
    // A file that could not be loaded has no tests to fail.
    if (module.errors().length > 0) counts.failed++;
    for (const { state } of [...module.children.allTests()].map((test) => test.result())) {
      counts[state]++;
      if (state !== "skipped") ran.set(module.project.name, ran.get(module.project.name) + 1);
    }
  }
  counts.failed += vitest.state.getUnhandledErrors().length;
  await vitest.close();

  for (const [project, tests] of ran) {
    console.log(`${project}: ${tests} tests`);
    if (tests > 0) continue;
    counts.failed++;
    console.error(`${project}: no test ran; at least one expected. See tests/.`);
  }
}
