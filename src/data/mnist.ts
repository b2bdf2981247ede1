import { DataError } from "../core/errors.ts";
import type { DataSplits } from "./dataset.ts";
import { type NamedBytes, splitsFromIdx } from "./idx.ts";

/** How far the download has come: bytes of all files together, as they travel. */
export interface LoadProgress {
  readonly what: string;
  readonly loaded: number;
  /** Grows only where the server did not say how long a file is. */
  readonly total: number;
}

/** The four files, by the names under which MNIST has always been published. */
const FILES = [
  "train-images-idx3-ubyte.gz",
  "train-labels-idx1-ubyte.gz",
  "t10k-images-idx3-ubyte.gz",
  "t10k-labels-idx1-ubyte.gz",
] as const;

async function request(url: string, signal: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { signal });
  } catch (cause) {
    signal.throwIfAborted();
    throw new DataError(
      `${url}: no answer (${String(cause)}); the data set's file was expected. Check that the server runs, and reload.`,
      { cause },
    );
  }
  if (!response.ok) {
    throw new DataError(
      `${url}: status ${response.status} ${response.statusText} found; the data set's file was expected. ` +
        "Put the four MNIST files there.",
    );
  }
  return response;
}

async function readBody(
  url: string,
  response: Response,
  signal: AbortSignal,
  onBytes: (n: number) => void,
): Promise<Uint8Array> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  try {
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
      chunks.push(part.value);
      onBytes(part.value.length);
    }
  } catch (cause) {
    signal.throwIfAborted();
    throw new DataError(
      `${url}: the connection broke (${String(cause)}); the rest of the file was expected. Reload the page.`,
      { cause },
    );
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/**
 * MNIST, or any set of its form, from a server: the four gzipped IDX files under `baseUrl`, fetched side by side.
 *
 * @param baseUrl folder of the files, with or without a slash at its end
 * @param onProgress called as bytes arrive
 * @param signal ends the download: the promise then rejects with the signal's reason
 * @throws DataError naming the address where a file cannot be had or is not what it should be
 */
export async function fetchSplits(
  baseUrl: string,
  onProgress: (progress: LoadProgress) => void = () => {},
  signal?: AbortSignal,
): Promise<DataSplits> {
  // The first file that fails takes the other downloads with it.
  const failed = new AbortController();
  const ended = AbortSignal.any(signal === undefined ? [failed.signal] : [failed.signal, signal]);
  const urls = FILES.map((file) => `${baseUrl.replace(/\/$/, "")}/${file}`);
  let files: NamedBytes[];
  try {
    const responses = await Promise.all(urls.map((url) => request(url, ended)));
    const announced = responses.reduce((sum, response) => sum + Number(response.headers.get("content-length") ?? 0), 0);
    let loaded = 0;
    const onBytes = (count: number) => {
      loaded += count;
      onProgress({ what: "data", loaded, total: Math.max(announced, loaded) });
    };
    files = await Promise.all(
      responses.map(async (response, i) => ({
        name: urls[i],
        bytes: await readBody(urls[i], response, ended, onBytes),
      })),
    );
  } catch (error) {
    failed.abort(error);
    throw error;
  }
  const [trainImages, trainLabels, testImages, testLabels] = files;
  return splitsFromIdx("mnist", { trainImages, trainLabels, testImages, testLabels });
}
