/** The systems that are compared, and what one is asked; bench/peers/serve.js answers. */
import { cpus } from "node:os";
import type { Slice } from "./figures.ts";

/** Where WebGPU is: Dawn in Node, or a Chromium's page; or not at all. */
export type Place = "node" | "chromium" | "cpu";

/** A system that has been started. */
export interface System {
  readonly name: string;
  /** What it computes on. */
  readonly adapter: string;
  /** Opens it and does its first step: the loss or, of inference, the outputs of the first batch; and the milliseconds of both. */
  first(): Promise<First>;
  /** Losses of further steps: so many at least, and until the time is up at most so many. */
  check(range: CheckRange): Promise<readonly number[]>;
  /** Works for about so long; at least a step. */
  run(seconds: number): Promise<Slice>;
  close(): Promise<void>;
}

export interface First {
  readonly values: readonly number[];
  readonly ms: number;
}

export interface CheckRange {
  readonly least: number;
  readonly most: number;
  readonly seconds: number;
}

/** The question that a host is asked, as it stands in a line of JSON. */
export type Question = { readonly first: true } | { readonly check: CheckRange } | { readonly run: number };

/** @param ask sends a question and gives the answer; rejects where there is none */
export function systemOf(
  name: string,
  adapter: string,
  ask: (question: Question) => Promise<unknown>,
  close: () => Promise<void>,
): System {
  const answer = async (question: Question) => {
    const given = (await ask(question)) as { readonly error?: string };
    if (given.error !== undefined) throw new Error(given.error);
    return given;
  };
  return {
    name,
    adapter,
    first: async () => (await answer({ first: true })) as unknown as First,
    check: async (check) => {
      const { values } = (await answer({ check })) as unknown as { values: number[] };
      return values;
    },
    run: async (seconds) => (await answer({ run: seconds })) as unknown as Slice,
    close,
  };
}

/** Ours first: the others are compared with it. */
export const systemNames: Readonly<Record<Place, readonly string[]>> = {
  node: ["circledast", "jax-js-webgpu", "tfjs-webgpu"],
  chromium: ["circledast", "jax-js-webgpu", "tfjs-webgpu"],
  cpu: ["circledast-cpu", "jax-js-wasm", "tfjs-cpu"],
};

export function processorName(): string {
  return `${cpus().length} × ${cpus()[0].model}`;
}
