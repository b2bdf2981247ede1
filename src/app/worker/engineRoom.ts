/** In the worker: describes and measures what trains. Loaded when the engine room is first opened. */
import { describeAdapter, openDevice, traitsOf } from "../../gpu/device.ts";
import { GpuEngine } from "../../gpu/engine.ts";
import { inputsOf, outputsOf } from "../../plan/boundary.ts";
import type { Compiled } from "../../plan/compile.ts";
import { explain } from "../../plan/explain.ts";
import { type Dispatch, dispatchName } from "../../plan/plan.ts";
import { profileFor } from "../../plan/profiles.ts";
import { trainingFor } from "../../plan/splitStatistics.ts";
import { measureKernels } from "../../tune/measureKernels.ts";
import type {
  AdapterDescription,
  ArrayDescription,
  EngineDescription,
  EngineMessage,
  EngineRequest,
  Phase,
} from "../engine/protocol.ts";
import type { WorkerRun } from "./run.ts";

let stop: AbortController | undefined;

export async function answerEngine(
  run: WorkerRun,
  request: EngineRequest,
  send: (message: EngineMessage) => void,
): Promise<void> {
  // What cannot be told is left out: the run is none the worse.
  if (request.type === "describeEngine") send({ type: "engine", description: await describe(run).catch(() => ({})) });
  else if (request.type === "stopMeasuring") stop?.abort();
  else if (stop === undefined) await measure(run, send);
}

async function describe({ session, recipe, data }: WorkerRun): Promise<EngineDescription> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" });
  const { engine } = session;
  if (!adapter) return {};
  const facts = { adapter: adapterOf(adapter) };
  if (!(engine instanceof GpuEngine)) return facts;
  const { plan } = engine;
  const device = traitsOf(adapter, describeAdapter(adapter));
  const program = trainingFor(recipe, data.train, device);
  const profile = profileFor(device);
  const { dispatches, buffers, bytes } = explain(program, plan, profile);
  const arrays = (names: readonly string[]) =>
    names.map((name) => arrayOf(program, plan.places.get(name)!.buffer, name));
  return {
    ...facts,
    plan: {
      batch: program.batch,
      buffers: buffers.length,
      bytes,
      profile: profile.title,
      dispatches: plan.dispatches.map((dispatch, at) => {
        const { label, shader, stage, workgroups, flops, bytes: moved, predictedMs, limit } = dispatches[at];
        return {
          label,
          kernel: shader,
          phase: phaseOf(dispatch),
          stage,
          operations: dispatch.operations.map(({ op, label: layer }) => ({ op, layer })),
          workgroups,
          lanes: dispatch.lanes,
          flops,
          bytes: moved,
          predictedMs: predictedMs!,
          limit: limit!,
          reads: arrays(inputsOf(dispatch)),
          writes: arrays(outputsOf(plan, dispatch)),
        };
      }),
    },
  };
}

function arrayOf(program: Compiled, buffer: string, name: string): ArrayDescription {
  return { name, shape: program.tensors.get(name)!.shape, buffer };
}

/** What it begins with: a head that takes the first step back as well belongs to the way there. */
function phaseOf({ operations: [{ op, label }] }: Dispatch): Phase {
  if (label === "update") return "update";
  return /Grads?$/.test(op) ? "backward" : "forward";
}

function adapterOf(adapter: GPUAdapter): AdapterDescription {
  const { vendor, architecture, device, description, subgroupMinSize, subgroupMaxSize } = adapter.info;
  const subgroups =
    subgroupMinSize === subgroupMaxSize ? `${subgroupMinSize}` : `${subgroupMinSize} to ${subgroupMaxSize}`;
  const facts = {
    Vendor: vendor,
    Architecture: architecture,
    Device: device,
    Description: description,
    Subgroups: subgroups,
  };
  const limits: [string, number][] = [];
  // Its members are the prototype's.
  for (const name in adapter.limits) {
    const value = adapter.limits[name as keyof GPUSupportedLimits];
    if (typeof value === "number") limits.push([name, value]);
  }
  return { facts, features: [...adapter.features].sort(), limits };
}

/** On a device of its own: what the network at hand has learned, and its buffers, are none of its business. */
async function measure({ recipe, session }: WorkerRun, send: (message: EngineMessage) => void): Promise<void> {
  const own = new AbortController();
  stop = own;
  try {
    send({ type: "measuring", what: "Measuring what the device can do", done: 0, total: 0 });
    const open = await openDevice(navigator.gpu);
    try {
      const { engine } = session;
      const { peak, dispatches, rows } = await measureKernels(open, {
        recipe,
        storage: engine.storage ?? "f32",
        // Those of the run, which may have been timed.
        only: engine instanceof GpuEngine ? engine.plan.dispatches.map(dispatchName) : undefined,
        signal: own.signal,
        onProgress: (what, done, total) =>
          send({
            type: "measuring",
            what: what === "timing" ? "Timing each dispatch" : "Comparing each dispatch with the reference",
            done,
            total,
          }),
      });
      send({
        type: "measured",
        measured: { roofs: peak, rows: rows.map((row, at) => ({ ...row, phase: phaseOf(dispatches[at]) })) },
      });
    } finally {
      open.device.destroy();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    send({ type: "measuringEnded", ...(own.signal.aborted ? {} : { reason }) });
  } finally {
    stop = undefined;
  }
}
