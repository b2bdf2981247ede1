/** Serves the built page on this machine, for a browser on this machine. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, extname, join, sep } from "node:path";
import { pipeline } from "node:stream";
import { fileURLToPath } from "node:url";

// `.gz` is data here, never an encoding: the page unpacks MNIST itself.
const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** Where the build puts the page: beside the built command line. */
export const pageFolder = join(dirname(fileURLToPath(import.meta.url)), "page");

export interface PageServer {
  /** `http://localhost:4173/` */
  readonly address: string;
  close(): void;
}

/** Serves `folder` on localhost at the first free port from `port` on; 0 takes any. */
export async function servePage(folder: string, port: number): Promise<PageServer> {
  const server = createServer(async (request, response) => {
    const file = fileOf(request.url ?? "/", folder);
    const found = file === undefined ? undefined : await stat(file).catch(() => undefined);
    if (file === undefined || !found?.isFile()) {
      response.writeHead(404, { "Content-Type": "text/plain" }).end("Not found.\n");
      return;
    }
    const type = types[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { "Content-Type": type, "Content-Length": found.size, "Cache-Control": "no-cache" });
    if (request.method === "HEAD") response.end();
    else pipeline(createReadStream(file), response, () => {});
  });
  await listen(server, port);
  return {
    address: `http://localhost:${(server.address() as AddressInfo).port}/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The file that a request means; undefined where it means none of the folder. */
function fileOf(url: string, folder: string): string | undefined {
  const path = url.split("?", 1)[0]!;
  try {
    const file = join(folder, decodeURIComponent(path.endsWith("/") ? `${path}index.html` : path));
    return file.startsWith(folder + sep) ? file : undefined;
  } catch {
    return undefined;
  }
}

async function listen(server: Server, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(port, "localhost", () => {
        server.off("error", reject);
        resolve();
      });
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    await listen(server, port + 1);
  }
}
