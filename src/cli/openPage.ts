/** Shows the page in the user's own browser. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { pageFolder, servePage } from "./pageServer.ts";

/** Serves the page and opens it, until Ctrl-C. @returns false where there is no display or no browser can be opened */
export async function openPage(query: string): Promise<boolean> {
  if (!hasDisplay()) return false;
  const server = await servePage(pageFolder, 4173);
  const address = `${server.address}${query}`;
  if (!(await openBrowser(address))) {
    server.close();
    return false;
  }
  process.stdout.write(`The page is at ${address}. Ctrl-C ends.\n`);
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  server.close();
  return true;
}

function hasDisplay(): boolean {
  if (process.platform !== "linux") return process.env.SSH_CONNECTION === undefined;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

async function openBrowser(address: string): Promise<boolean> {
  const openers: Partial<Record<NodeJS.Platform, readonly string[]>> = {
    darwin: ["open", address],
    win32: ["cmd", "/c", "start", "", address],
  };
  const [command, ...rest] = openers[process.platform] ?? ["xdg-open", address];
  try {
    const [status] = await once(spawn(command!, rest, { stdio: "ignore" }), "exit");
    return status === 0;
  } catch {
    return false;
  }
}
