/** The page: `npm run dev` serves it from source, the build goes to dist/page. */
import { defineConfig } from "vite";
import { contentPolicy } from "./build/contentPolicy.ts";
import { exportedPage } from "./build/exportedPage.ts";
import { mnist } from "./build/mnist.ts";
import { serviceWorker } from "./build/serviceWorker.ts";
import { wgsl } from "./build/wgsl.ts";

export default defineConfig({
  // Relative addresses: the built page works from any folder of any server.
  base: "./",
  plugins: [wgsl({ forPage: true }), mnist(), contentPolicy(), exportedPage(), serviceWorker()],
  worker: { format: "es", plugins: () => [wgsl({ forPage: true })] },
  build: {
    target: "es2023",
    outDir: "dist/page",
    rolldownOptions: {
      input: ["index.html", "headless.html", "verify.html"],
      // Packing MNIST takes seconds the first time, as build/mnist.ts says.
      checks: { pluginTimings: false },
    },
  },
});
