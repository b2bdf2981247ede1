/** A dispatch by itself, such that it shows when it leaves its tensors or relies on the form of its grid. */

import type { Executor } from "../gpu/executor.ts";
import { collect, stage } from "../gpu/readback.ts";
import { shaders } from "../kernels/index.ts";
import type { Dispatch, Place, Plan } from "../plan/plan.ts";

/** Bytes behind the end of every buffer that the dispatch may reach and that are nobody's. */
const MARGIN = 1024;

/**
 * What stands behind the k-th buffer: as f32 1.7·10³⁸, as u32 an index that no array has. Who reads it computes nonsense; who copies it
 * from one margin to another is seen, and so is who takes it for the number of steps done, which is 1 to 3 in the cases.
 */
const mark = (k: number) => 0x7f00_0003 + 4 * k;

/** The same for a table of the planner's: no more rounds of a loop than may be waited for. */
const TABLE_MARK = 777;

/** The plan of one dispatch alone, with a margin behind each of its buffers. An array without a fixed size reaches into it. */
export function aloneWithMargins({ buffers, places }: Plan, dispatch: Dispatch): Plan {
  const bindings = Object.entries(dispatch.bindings);
  const used = buffers.filter(({ label }) => bindings.some(([, { buffer }]) => buffer === label));
  const end = new Map(used.map(({ label, bytes }) => [label, bytes]));
  const wider = bindings.map(([name, range]) => {
    const reachesEnd = range.offset + range.bytes === end.get(range.buffer);
    return [name, reachesEnd ? { ...range, bytes: range.bytes + MARGIN } : range];
  });
  return {
    dispatches: [{ ...dispatch, bindings: Object.fromEntries(wider) }],
    buffers: used.map(({ label, bytes, content }, k) => {
      const marked = new Uint32Array((bytes + MARGIN) / 4).fill(content ? TABLE_MARK : mark(k), bytes / 4);
      marked.set(content ?? []);
      return { label, bytes: bytes + MARGIN, content: marked };
    }),
    places,
  };
}

/** The same with at least as many workgroups in twice as many rows, if the kernel counts them row by row. */
export function inMoreRows(plan: Plan): Plan {
  return {
    ...plan,
    dispatches: plan.dispatches.map((dispatch) => {
      const [columns, rows, layers] = dispatch.workgroups;
      const countsRows = shaders.get(dispatch.shader)!.code.includes("num_workgroups");
      return countsRows ? { ...dispatch, workgroups: [Math.ceil(columns / 2), 2 * rows, layers] } : dispatch;
    }),
  };
}

/**
 * What a dispatch wrote where nothing of a tensor belongs: into the margin behind it, or between its partial sums, which is summed up with
 * them. Nothing, if it is right.
 */
export async function strayed(executor: Executor, tensor: string, { used, place }: { used: number; place: Place }) {
  const { buffer, offset, bytes, partials, stride } = place;
  const { device, plan } = executor;
  const k = plan.buffers.findIndex(({ label }) => label === buffer);
  const isLast = offset + bytes + MARGIN === plan.buffers[k].bytes;
  const encoder = device.createCommandEncoder();
  const staging = stage(device, encoder, executor.buffer(tensor), offset, bytes + (isLast ? MARGIN : 0));
  device.queue.submit([encoder.finish()]);
  const words = new Uint32Array(await collect(staging));
  const strays = Array.from(words.subarray(bytes / 4)).filter((word) => word !== mark(k));
  // Of an odd number of halves the last word has one more, which the host leaves 0.
  if (place.half !== undefined && used % 2 === 1)
    strays.push(...[words[bytes / 4 - 1] >>> 16].filter((pad) => pad !== 0));
  for (let s = 0; s < partials && stride > 0; s++) {
    strays.push(...words.subarray(s * stride + used, (s + 1) * stride).filter((word) => word !== 0));
  }
  return strays;
}
