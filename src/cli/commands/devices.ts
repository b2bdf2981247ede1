import type { DeviceDescription } from "../../core/device.ts";
import { referenceDevice } from "../../core/device.ts";
import { DeviceError } from "../../core/errors.ts";
import { describeAdapter, openDevice } from "../../gpu/device.ts";
import { measurePeak, type Peak, peakWords } from "../../gpu/peak.ts";
import { columns, command } from "../command.ts";
import { listAdapters } from "../dawn.ts";
import { flag } from "../option.ts";
import { deviceName, endProgress, note, showProgress } from "../printEvents.ts";

/** The limits that decide which networks and kernels fit. */
const LIMITS = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage",
  "maxComputeWorkgroupStorageSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupsPerDimension",
] as const;

type Limits = Readonly<Record<(typeof LIMITS)[number], number>>;

/** A device as it is listed. */
interface ListedDevice extends DeviceDescription {
  /** True for the one that `--device auto` takes. */
  readonly default: boolean;
  readonly device?: string;
  readonly driver?: string;
  readonly subgroupSize?: readonly [least: number, most: number];
  readonly features?: readonly string[];
  readonly limits?: Limits;
  /** What it can do at best, where that was measured. */
  readonly measured?: Peak;
}

async function measure(adapter: GPUAdapter): Promise<Peak> {
  const open = await openDevice({ requestAdapter: async () => adapter });
  showProgress(`Measuring ${open.description.description}.`);
  try {
    return await measurePeak(open);
  } finally {
    open.device.destroy();
    endProgress();
  }
}

function listed(adapter: GPUAdapter, index: number): ListedDevice {
  const { info, features, limits } = adapter;
  return {
    ...describeAdapter(adapter),
    default: index === 0,
    device: info.device,
    driver: info.description,
    subgroupSize: [info.subgroupMinSize, info.subgroupMaxSize],
    features: [...features].sort(),
    limits: Object.fromEntries(LIMITS.map((name) => [name, limits[name]])) as Limits,
  };
}

function formatDevice(device: ListedDevice): string {
  const { vendor, architecture, driver, subgroupSize, features, limits, measured } = device;
  const rows = [
    ["vendor", vendor],
    ["architecture", architecture],
    ["device", device.device ?? ""],
    ["driver", driver ?? ""],
    ["subgroups", subgroupSize === undefined ? "" : [...new Set(subgroupSize)].join(" to ")],
    ...wrap(features ?? [], 84).map((line, index) => [index === 0 ? "features" : "", line]),
    ...Object.entries(limits ?? {}).map(([name, value]) => [name, value.toLocaleString("en-US")]),
    ...(measured === undefined ? [] : Object.entries(peakWords(measured))),
  ].filter(([, value]) => value !== "");
  const title = `${device.kind === "cpu" ? device.description : deviceName(device)}${device.default ? ", the default" : ""}`;
  return [title, ...columns(rows)].join("\n");
}

/** Words in lines of at most so many characters. */
function wrap(words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

export const devices = command({
  name: "devices",
  summary: "lists what can compute here",
  usage: ["[--measure] [--json]"],
  options: {
    measure: flag("also measures each adapter: multiply-adds, memory, what a dispatch costs; takes seconds"),
    json: flag("one JSON object on standard output: its devices, each as in the start event of train, and more"),
  },
  notes: [
    "CIRCLEDAST_ADAPTER=swiftshader or lavapipe makes every command use that software adapter.",
    "VK_DRIVER_FILES or VK_ICD_FILENAMES, the Vulkan loader's own variables, do the same for any driver.",
  ],
  async run({ measure: isMeasured, json }) {
    let adapters: GPUAdapter[] = [];
    try {
      adapters = await listAdapters();
    } catch (error) {
      if (!(error instanceof DeviceError)) throw error;
      note(error.message);
    }
    const all: ListedDevice[] = [];
    for (const [index, adapter] of adapters.entries()) {
      all.push({ ...listed(adapter, index), ...(isMeasured && { measured: await measure(adapter) }) });
    }
    all.push({ ...referenceDevice, default: adapters.length === 0 });
    process.stdout.write(json ? `${JSON.stringify({ devices: all })}\n` : `${all.map(formatDevice).join("\n\n")}\n`);
    return 0;
  },
});
