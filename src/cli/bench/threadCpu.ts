import { readFileSync } from "node:fs";

/** Linux's account of the thread that asks: nanoseconds on a processor, nanoseconds waiting for one, and how often. */
const ACCOUNT = "/proc/thread-self/schedstat";

/** Milliseconds for which this thread has had a processor, accurate to a few; undefined where neither Node nor the system tells. */
export function threadCpuMs(): number | undefined {
  const { threadCpuUsage } = process as { readonly threadCpuUsage?: () => NodeJS.CpuUsage };
  if (threadCpuUsage !== undefined) {
    const { user, system } = threadCpuUsage();
    return (user + system) / 1000;
  }
  try {
    return Number(readFileSync(ACCOUNT, "utf8").split(" ")[0]) / 1e6;
  } catch {
    return undefined;
  }
}
