import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadData } from "../../src/cli/data.ts";
import { DataError } from "../../src/core/errors.ts";
import { fetchSplits, type LoadProgress } from "../../src/data/mnist.ts";

/** Two training pictures and one test picture of 1×2 pixels. */
const FILES: Readonly<Record<string, Uint8Array>> = {
  "train-images-idx3-ubyte": new Uint8Array([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 10, 20, 30, 40]),
  "train-labels-idx1-ubyte": new Uint8Array([0, 0, 8, 1, 0, 0, 0, 2, 7, 1]),
  "t10k-images-idx3-ubyte": new Uint8Array([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 50, 60]),
  "t10k-labels-idx1-ubyte": new Uint8Array([0, 0, 8, 1, 0, 0, 0, 1, 3]),
};
const SPLITS = {
  train: {
    shape: [1, 1, 2],
    count: 2,
    classes: 8,
    images: new Uint8Array([10, 20, 30, 40]),
    labels: new Uint8Array([7, 1]),
  },
  test: { shape: [1, 1, 2], count: 1, classes: 8, images: new Uint8Array([50, 60]), labels: new Uint8Array([3]) },
};

describe("loadData reads", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "circledast-data-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function fill(rename: (name: string) => string, change = (bytes: Uint8Array) => bytes): Promise<void> {
    for (const [name, bytes] of Object.entries(FILES)) await writeFile(join(folder, rename(name)), change(bytes));
  }

  test.each<[string, (name: string) => string, (bytes: Uint8Array) => Uint8Array]>([
    ["plain", (name) => name, (bytes) => bytes],
    ["gzipped", (name) => `${name}.gz`, gzipSync],
    ["dotted", (name) => name.replace("-idx", ".idx"), (bytes) => bytes],
    ["dotted and gzipped", (name) => `${name.replace("-idx", ".idx")}.gz`, gzipSync],
    ["named test instead of t10k", (name) => name.replace("t10k", "test"), (bytes) => bytes],
  ])("a folder of files %s", async (_, rename, change) => {
    await fill(rename, change);
    expect(await loadData(folder)).toMatchObject(SPLITS);
  });

  test("mnist: 60,000 and 10,000 digits of 28×28", async () => {
    const { train, test: held } = await loadData("mnist");
    expect(train).toMatchObject({ name: "mnist", shape: [1, 28, 28], count: 60_000, classes: 10 });
    expect(held).toMatchObject({ name: "mnist", shape: [1, 28, 28], count: 10_000, classes: 10 });
    expect([...train.labels.subarray(0, 5)]).toEqual([5, 0, 4, 1, 9]);
    expect([...held.labels.subarray(0, 5)]).toEqual([7, 2, 1, 0, 4]);
    // The published mean of the training pixels, 0.1307.
    expect(train.images.reduce((sum, byte) => sum + byte, 0) / train.images.length / 255).toBeCloseTo(0.1307, 4);
  });

  test("points", async () => {
    expect((await loadData("points")).train.name).toBe("points");
  });

  test("no folder without one of the files, and says which names it looked for", async () => {
    await fill((name) => name);
    await rm(join(folder, "t10k-labels-idx1-ubyte"));
    const result = loadData(folder);
    await expect(result).rejects.toThrow(DataError);
    await expect(result).rejects.toThrow(
      "none of t10k-labels-idx1-ubyte, t10k-labels-idx1-ubyte.gz, t10k-labels.idx1-ubyte, t10k-labels.idx1-ubyte.gz, test-labels",
    );
  });

  test("no folder that is not there", async () => {
    const result = loadData(join(folder, "nowhere"));
    await expect(result).rejects.toThrow(DataError);
    await expect(result).rejects.toThrow("nowhere: no such data set or folder; `mnist`, `points` or a folder");
  });

  test("no folder in a file's place", async () => {
    await fill((name) => name);
    await rm(join(folder, "train-images-idx3-ubyte"));
    await mkdir(join(folder, "train-images-idx3-ubyte"));
    const result = loadData(folder);
    await expect(result).rejects.toThrow(DataError);
    await expect(result).rejects.toThrow("train-images-idx3-ubyte: ");
  });
});

describe("fetchSplits", () => {
  let server: Server;
  let base: string;
  async function serve(listener: RequestListener): Promise<void> {
    server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/data`;
  }
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const body = (url: string | undefined) => gzipSync(FILES[url!.replace("/data/", "").replace(".gz", "")]);

  test.each(["", "/"])("loads the four files, with or without a slash after the folder (%j)", async (slash) => {
    await serve((request, response) => response.end(body(request.url)));
    expect(await fetchSplits(base + slash)).toMatchObject({
      train: { name: "mnist", ...SPLITS.train },
      test: SPLITS.test,
    });
  });

  test("tells how many of all bytes have arrived", async () => {
    await serve((request, response) => response.end(body(request.url)));
    const seen: LoadProgress[] = [];
    await fetchSplits(base, (progress) => seen.push(progress));
    const total = Object.keys(FILES).reduce((sum, name) => sum + body(`/data/${name}.gz`).length, 0);
    for (let i = 1; i < seen.length; i++) expect(seen[i].loaded).toBeGreaterThan(seen[i - 1].loaded);
    for (const { total: announced } of seen) expect(announced).toBe(total);
    expect(seen.at(-1)!.loaded).toBe(total);
  });

  test("reads files that the server already declares as gzip-encoded", async () => {
    await serve((request, response) => {
      response.setHeader("content-encoding", "gzip");
      response.end(body(request.url));
    });
    expect(await fetchSplits(base)).toMatchObject(SPLITS);
  });

  test("tells of no more than all where the server does not say how long the files are", async () => {
    await serve((request, response) => {
      response.write(body(request.url));
      response.end();
    });
    const seen: LoadProgress[] = [];
    await fetchSplits(base, (progress) => seen.push(progress));
    for (const { loaded, total } of seen) expect(loaded).toBeLessThanOrEqual(total);
  });

  test("names the address of a file that is not there", async () => {
    await serve((request, response) => {
      response.statusCode = request.url!.includes("t10k-labels") ? 404 : 200;
      response.end(body(request.url));
    });
    const result = fetchSplits(base);
    await expect(result).rejects.toThrow(DataError);
    await expect(result).rejects.toThrow(`${base}/t10k-labels-idx1-ubyte.gz: status 404 Not Found found`);
  });

  test("names the address of a file that is a web page", async () => {
    await serve((_, response) => response.end("<!doctype html><title>Start</title>"));
    await expect(fetchSplits(base)).rejects.toThrow(
      `${base}/train-images-idx3-ubyte.gz: magic number 0x3c21646f found`,
    );
  });

  test("fails where the connection breaks in the middle", async () => {
    await serve((request, response) => {
      const bytes = body(request.url);
      response.setHeader("content-length", bytes.length);
      response.write(bytes.subarray(0, 10), () => response.destroy());
    });
    const result = fetchSplits(base);
    await expect(result).rejects.toThrow(DataError);
    await expect(result).rejects.toThrow(/: the connection broke/);
  });

  test("fails where nobody answers", async () => {
    await serve(() => {});
    const gone = base.replace(/:\d+/, ":9");
    await expect(fetchSplits(gone)).rejects.toThrow(DataError);
    await expect(fetchSplits(gone)).rejects.toThrow(`${gone}/`);
  });

  test("rejects with the signal's reason when it is ended", async () => {
    const ended = new AbortController();
    await serve((request, response) => {
      response.write(body(request.url).subarray(0, 10));
    });
    const result = fetchSplits(base, () => ended.abort(new Error("changed my mind")), ended.signal);
    await expect(result).rejects.toThrow("changed my mind");
  });
});
