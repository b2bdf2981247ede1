/** Reads a tuning that was kept as JSON. */

import type { DeviceTraits } from "../core/device.ts";
import { SpecError } from "../core/errors.ts";
import type { Candidate, Contested, Identity, Tuning } from "./tuning.ts";

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
const isNumber: Check = (value) => typeof value === "number" && Number.isFinite(value);
const isSwitch: Check = (value) => typeof value === "boolean";
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    words.includes(value as string);

/** Has these fields, each as it should be. */
function withFields<T>(fields: Readonly<Record<keyof T, Check>>): Check {
  return (value) =>
    typeof value === "object" &&
    value !== null &&
    Object.entries<Check>(fields).every(([name, check]) => check((value as Record<string, unknown>)[name]));
}

const isCandidate = withFields<Required<Candidate>>({
  name: isText,
  verdict: oneOf("chosen", "slower", "hopeless", "untimed", "refused"),
  predictedMs: isNumber,
  measuredMs: optional(isNumber),
  isDefault: isSwitch,
  worst: optional(isNumber),
  checkedBatch: optional(isNumber),
  reason: optional(isText),
});

const isContested = withFields<Contested>({
  program: oneOf("training", "evaluation", "prediction"),
  operations: listOf(isText),
  candidates: listOf(isCandidate),
});

const parts: Readonly<Record<keyof Tuning, Check>> = {
  identity: withFields<Identity>({
    adapter: isText,
    driver: isText,
    runtime: isText,
    kernels: isText,
    network: isText,
    storage: oneOf("f32", "f16"),
  }),
  device: withFields<DeviceTraits>({
    software: isSwitch,
    subgroupSize: isNumber,
    f16: isSwitch,
    vendor: isText,
    fill: isNumber,
  }),
  preset: isText,
  batch: isNumber,
  kernels: withFields<Tuning["kernels"]>({
    training: listOf(isText),
    evaluation: listOf(isText),
    prediction: listOf(isText),
  }),
  contested: listOf(isContested),
  measuringMs: isNumber,
};

/**
 * @param subject begins the message
 * @throws SpecError where it is no tuning
 */
export function readTuning(subject: string, value: unknown): Tuning {
  const given = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const wrong = Object.entries(parts).find(([name, check]) => !check(given[name]));
  if (wrong === undefined) return value as Tuning;
  throw new SpecError(
    `${subject}: its ${wrong[0]} is missing or of another form; a choice of kernels was expected. Make one with circledast tune --out.`,
  );
}
