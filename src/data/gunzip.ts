/** Compressed bytes given to the decompressor at a time. Each grows at most 1,032-fold: what waits stays small. */
const SLICE = 65_536;

/** True where `bytes` begin as a gzip file does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * The first `limit` bytes of what gzipped `bytes` hold, or all of them where they are fewer. Nothing is decompressed
 * beyond the limit, however much would come. Where the contents end before it, the file's checksum and length have been
 * verified.
 *
 * @throws Error, of the engine's own kind, where the file is broken or truncated
 */
export async function gunzip(bytes: Uint8Array, limit: number): Promise<Uint8Array> {
  let at = 0;
  const compressed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + SLICE));
      at += SLICE;
    },
  });
  const reader = compressed.pipeThrough(new DecompressionStream("gzip")).getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length < limit) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    length += value.length;
  }
  // Not awaited: the result is complete, and what is left of the stream has nobody to tell of its faults.
  if (length >= limit) reader.cancel().catch(() => {});

  const contents = new Uint8Array(Math.min(length, limit));
  let offset = 0;
  for (const chunk of chunks) {
    const wanted = chunk.subarray(0, contents.length - offset);
    contents.set(wanted, offset);
    offset += wanted.length;
  }
  return contents;
}
