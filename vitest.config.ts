import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { wgsl } from "./build/wgsl.ts";
import { findChromium, softwareFlags } from "./src/cli/chromium.ts";

const executablePath = findChromium();

const built = { globalSetup: ["tests/setup/build.js"] };

// A software adapter uses every core by itself: GPU tests, pages and training commands run one file at a time.
const oneByOne = { fileParallelism: false, testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  plugins: [wgsl()],
  test: {
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["tests/unit/**/*.test.ts"] },
      },
      {
        extends: true,
        test: {
          name: "gpu-node",
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
          include: ["tests/gpu/**/*.test.ts"],
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
        test: { name: "page", include: ["tests/page/**/*.test.ts"], ...oneByOne, ...built },
      },
      {
        extends: true,
        test: { name: "cli", include: ["tests/cli/**/*.test.ts"], ...oneByOne, ...built },
      },
    ],
  },
});
