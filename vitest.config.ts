import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { wgsl } from "./build/wgsl.ts";
import { findChromium, softwareFlags } from "./src/cli/chromium.ts";

const executablePath = findChromium();

const built = { globalSetup: ["tests/setup/build.js"] };

// What waits for a software adapter, on a machine that may have other work.
const patient = { testTimeout: 120_000, hookTimeout: 120_000 };

// A software adapter uses every core by itself: what runs kernels and nothing else runs one file at a time.
const oneByOne = { fileParallelism: false, ...patient };

// Commands and pages start, load and compile on one core for most of their life.
const twoAtATime = { fileParallelism: true, maxWorkers: 2, ...patient };

/** To start a worker for every file takes as long as many a file. Vitest loads the sources anew for each all the same. */
const oneWorker = { isolate: false };

// The projects of a group run at the same time, and one group after the other.
const group = (groupOrder: number) => ({ sequence: { groupOrder } });

/**
 * Files whose proof Chromium has elsewhere, or needs not have:
 * - kernels: the page runs every kernel in every one of its cases there (`npm run test:long` holds it to that);
 * - mutation, mutants: that the cases find mistakes is said of the cases, not of an adapter;
 * - presets, cards: training.test.ts compares every dispatch of the presets' steps with the reference there; odd networks, judging and plans for
 *   other devices are made of the same kernels, and that they are planned right is said of the plans;
 * - witnesses: that PyTorch comes to the same is said of the reference and the kernels, which are held together there by the files above;
 * - tiles: how products are divided on other devices is arithmetic that one adapter proves;
 * - reuse: which arrays share a buffer is said of the plans; the engines of training, runs and watch share theirs there too.
 */
const onceEnough = ["cards", "kernels", "mutation", "mutants", "presets", "reuse", "tiles", "witnesses"].map(
  (name) => `tests/gpu/${name}.test.ts`,
);

/**
 * In `npm test` the built command line proves every kernel in every case (tests/cli/verify.test.ts), on the same adapter: there the file that
 * does so kernel by kernel, for who works on one, would do it once more.
 */
const provenByCommand = process.env.CIRCLEDAST_BUILT ? ["tests/gpu/kernels.test.ts"] : [];

/**
 * What takes half a minute or more on two cores, and proves in another place or at more length what the rest proves too: `npm run test:whole`, which
 * continuous integration runs, has it; `npm test` stays under a quarter of an hour.
 */
const slow = (...files: string[]) => (process.env.CIRCLEDAST_WHOLE ? [] : files);
const slowInNode = slow("tests/gpu/reuse.test.ts", "tests/gpu/tiles.test.ts", "tests/gpu/watch.test.ts");
const slowInChromium = slow("tests/gpu/runs.test.ts", "tests/gpu/tune.test.ts", "tests/gpu/watch.test.ts");
const slowCommands = slow(
  ...["checkpoint", "deviceLost", "package", "start"].map((name) => `tests/cli/${name}.test.ts`),
);
const slowPages = slow(
  ...[
    "drawing",
    "engine",
    "experiments",
    "kept",
    "keptRefused",
    "manners",
    "runs",
    "share",
    "teach",
    "tune",
    "watch",
  ].map((name) => `tests/page/${name}.test.ts`),
);

/** Processor time is measured with nothing beside it, which would make it seem longer: in `npm run test:whole`, after all others. */
const alone = ["tests/page/smooth.test.ts"];

export default defineConfig({
  plugins: [wgsl()],
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["tests/unit/**/*.test.ts"],
          // Vitest leaves a core to itself, which is half of two.
          maxWorkers: "100%",
          // Gradients of whole networks by differences take seconds, on a busy machine many.
          testTimeout: 60_000,
          ...oneWorker,
          ...group(0),
        },
      },
      {
        extends: true,
        test: {
          name: "gpu-node",
          exclude: [...provenByCommand, ...slowInNode],
          ...group(1),
          include: ["tests/gpu/**/*.test.ts"],
          setupFiles: ["tests/setup/dawn.ts"],
          pool: "forks",
          ...oneByOne,
        },
      },
      {
        extends: true,
        test: {
          name: "gpu-chromium",
          // Beside those in Node: while one of them compiles, or waits for the reference, there is a core for the other.
          ...group(1),
          include: ["tests/gpu/**/*.test.ts"],
          exclude: [...onceEnough, ...slowInChromium],
          ...oneByOne,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { args: [...softwareFlags], ...(executablePath ? { executablePath } : {}) },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
      {
        extends: true,
        test: {
          name: "page",
          ...group(4),
          include: ["tests/page/**/*.test.ts"],
          exclude: [...slowPages, ...alone],
          ...oneWorker,
          ...twoAtATime,
          ...built,
        },
      },
      ...(process.env.CIRCLEDAST_WHOLE
        ? [
            {
              extends: true as const,
              test: { name: "page-alone", ...group(5), include: alone, ...oneByOne, ...built },
            },
          ]
        : []),
      // What takes minutes by itself: a command of its own, `npm run test:long`.
      ...(process.env.CIRCLEDAST_LONG
        ? [
            {
              extends: true as const,
              test: { name: "long", ...group(6), include: ["tests/long/**/*.test.ts"], ...oneByOne, ...built },
            },
          ]
        : []),
      ...(process.env.CIRCLEDAST_EXCHANGE
        ? [{ extends: true as const, test: { name: "exchange", include: ["tests/exchange/**/*.test.ts"], ...patient } }]
        : []),
      {
        extends: true,
        test: {
          name: "cli",
          ...group(3),
          include: ["tests/cli/**/*.test.ts"],
          exclude: slowCommands,
          ...oneWorker,
          ...twoAtATime,
          ...built,
        },
      },
    ],
  },
});
