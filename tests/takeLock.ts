/**
 * A process that takes the lock of a folder again and again: `takeLock.js FOLDER TIMES [die]`. While it has it, it is the only one that has a file of
 * its own there; it ends with status 3 where it is not. With `die` it is killed while it has it, the last time.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { isRunning, takeLock } from "../src/cli/folderLock.ts";

const [folder, times, end] = process.argv.slice(2);
const alone = join(folder, "alone");

for (let left = Number(times); left > 0; ) {
  const taken = await takeLock(join(folder, "in-use"));
  if (typeof taken === "number") {
    await wait(1);
    continue;
  }
  left--;
  try {
    writeFileSync(alone, String(process.pid), { flag: "wx" });
  } catch {
    const other = Number(readFileSync(alone, "utf8"));
    if (isRunning(other)) process.exit(3);
    writeFileSync(alone, String(process.pid));
  }
  if (left === 0 && end === "die") process.kill(process.pid, "SIGKILL");
  await wait(2);
  if (readFileSync(alone, "utf8") !== String(process.pid)) process.exit(3);
  rmSync(alone);
  await taken.release();
}
