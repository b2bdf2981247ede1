/** Systems that are processes: they read questions and write answers, a JSON object a line. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { processorName, type System, systemOf } from "./system.ts";

/** What a process that dies leaves of its complaint, in characters. */
const COMPLAINT = 2000;

function startProcess(name: string, adapter: string, command: string, args: readonly string[]): System {
  // In a group of its own: Ctrl-C is for the command, which lets the turn under way end.
  const child = spawn(command, args, { stdio: "pipe", detached: true });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let complaint = "";
  child.stderr.on("data", (data) => {
    complaint = (complaint + data).slice(-COMPLAINT);
  });
  // Told by the answer that does not come.
  child.on("error", (error) => {
    complaint += error.message;
  });
  child.stdin.on("error", () => {});
  const ended = once(child, "close").catch(() => {});
  const ask = async (question: object) => {
    child.stdin.write(`${JSON.stringify(question)}\n`);
    const { done, value } = await lines.next();
    if (!done) return JSON.parse(value);
    await ended;
    throw new Error(`${name}: it ended without an answer.\n${complaint.trim()}`);
  };
  const close = async () => {
    child.stdin.end();
    child.kill();
    await ended;
  };
  return systemOf(name, adapter, ask, close);
}

/** @param root of the clone @param folder of the workload */
export function startInNode(root: string, folder: string, name: string, adapter: string): System {
  return startProcess(name, adapter, process.execPath, [join(root, "bench/peers/node.js"), name, folder]);
}

/** @param setting as bench/peers/pytorch.py takes it: a number of threads, or how a card is used */
export function startPyTorch(root: string, folder: string, { python, card }: PyTorch, setting: string): System {
  const args = [join(root, "bench/peers/pytorch.py"), folder, setting];
  const adapter = setting.startsWith("cuda-") ? card! : processorName();
  return startProcess(`pytorch-${setting}`, adapter, python, args);
}

/** What a short program prints; undefined where it cannot be run. */
async function output(command: string, args: readonly string[]): Promise<string | undefined> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "ignore"] });
  let text = "";
  child.stdout.on("data", (data) => {
    text += data;
  });
  const [status] = await once(child, "close").catch(() => [1]);
  return status === 0 ? text.trim() : undefined;
}

export interface PyTorch {
  readonly python: string;
  readonly version: string;
  /** Name of the card that it has by CUDA, where it has one. */
  readonly card?: string;
}

const FACTS =
  "import numpy, torch; print(torch.__version__, *([torch.cuda.get_device_name()] if torch.cuda.is_available() else []), sep='\\n')";

/** A Python that has PyTorch: the system's, as python3-torch installs it, or the first on the path. */
export async function findPyTorch(): Promise<PyTorch | undefined> {
  for (const python of ["/usr/bin/python3", "python3", "python"]) {
    const facts = await output(python, ["-c", FACTS]);
    if (facts === undefined) continue;
    const [version, card] = facts.split("\n");
    return card === undefined ? { python, version } : { python, version, card };
  }
  return undefined;
}
