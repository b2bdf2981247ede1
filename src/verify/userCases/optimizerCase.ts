/** Cases of kind optimizer: parameters after one update, and after two. */
import { elements } from "../../core/shape.ts";
import { ProgramBuilder } from "../../operations/program.ts";
import { optimizerOf } from "../../optimizers/index.ts";
import { AttributeReader } from "./attributes.ts";
import { BadCase } from "./badCase.ts";
import type { Prepared } from "./prepared.ts";
import type { GivenArray, UserCase } from "./readCases.ts";
import { Unsupported } from "./unsupported.ts";

/** Attributes that a spec of ours takes as they are, by the name of the operation. */
const taken: Readonly<Record<string, readonly string[]>> = {
  sgd: [],
  sgdMomentum: ["momentum", "nesterov"],
  adam: ["beta1", "beta2", "epsilon"],
  adamW: ["beta1", "beta2", "epsilon"],
  rmsProp: ["alpha", "epsilon", "momentum"],
};

/** Switches and numbers of other libraries' optimisers that do nothing where they are false or 0. */
const flags = ["nesterov", "amsgrad", "centered", "maximize"];
const neutral = ["momentum", "dampening", ...flags];

const isFlag = (name: string) => flags.includes(name);

const ours: Readonly<Record<string, string>> = { sgdMomentum: "momentum" };

/** The updates are computed one after the other: there is a row of the schedule for each. */
const UPDATES = [1, 2];

function specOf({ op, attributes }: UserCase) {
  const reader = new AttributeReader(attributes);
  const [beta1, beta2] = reader.numbers("betas", 2) ?? [];
  const spec: Record<string, unknown> = { type: ours[op] ?? op, ...(beta1 === undefined ? {} : { beta1, beta2 }) };
  for (const name of [...taken[op], "learningRate", "weightDecay"]) {
    const value = isFlag(name) ? reader.flag(name, false) : reader.number([name]);
    if (value !== undefined) spec[name] = value;
  }
  // What an optimiser does not have may be said with the value that changes nothing.
  for (const name of neutral) if (!taken[op].includes(name)) reader.only(name, isFlag(name) ? false : 0);
  reader.finish();
  return spec as { type: string; learningRate: number };
}

/** @throws BadCase unless there is a number of the gradient for each of the parameter */
function checkLength(id: string, name: string, gradient: GivenArray | undefined, length: number): void {
  if (gradient === undefined || gradient.data.length === length) return;
  const found = `${gradient.data.length} numbers`;
  throw new BadCase(`${id}: ${name} has ${found}; ${length}, as many as parameter, were expected. Correct the file.`);
}

/**
 * @throws Unsupported where it asks for what we do not have; BadCase where a gradient is of another length than the
 * parameter; ShapeError or SpecError where its parts do not fit
 */
export function prepareOptimizer(userCase: UserCase): Prepared {
  const { op, inputs, expected } = userCase;
  if (!Object.hasOwn(taken, op)) throw new Unsupported(`optimizer ${op}`);
  const spec = specOf(userCase);
  const optimizer = optimizerOf(spec);
  const { parameter, gradient1, gradient2, ...others } = inputs;
  const [other] = Object.keys(others);
  if (other !== undefined) throw new Unsupported(`input ${other}`);
  if (parameter === undefined || gradient1 === undefined) throw new Unsupported("no input parameter or gradient1");
  const unknown = Object.keys(expected).find((name) => name !== "parameter1" && name !== "parameter2");
  if (unknown !== undefined) throw new Unsupported(`expected ${unknown}`);
  if (expected.parameter2 !== undefined && gradient2 === undefined) throw new Unsupported("no input gradient2");

  const size = [elements(parameter.shape)];
  checkLength(userCase.id, "gradient1", gradient1, size[0]);
  checkLength(userCase.id, "gradient2", gradient2, size[0]);

  const builder = new ProgramBuilder();
  const state = Object.fromEntries(optimizer.state.map((role) => [role, builder.persistent(role, size)]));
  builder.emit(
    "update",
    optimizer.op,
    {
      parameter: builder.persistent("parameter", size),
      gradient: builder.persistent("gradient", size),
      ...state,
      schedule: builder.persistent("schedule", [UPDATES.length, 4]),
      step: builder.persistent("step", [1], "u32"),
    },
    optimizer.attributes,
  );
  const start: [string, ArrayLike<number>][] = [
    ["parameter", parameter.data],
    ["schedule", UPDATES.flatMap((t) => optimizer.row(spec.learningRate, t))],
    ...optimizer.state.map((role): [string, ArrayLike<number>] => [role, new Float32Array(size[0])]),
  ];
  const gradients = [gradient1, gradient2].filter((gradient) => gradient !== undefined);
  return {
    program: builder,
    rounds: gradients.map(({ data }, index) => {
      const name = `parameter${index + 1}`;
      return {
        writes: new Map([...(index === 0 ? start : []), ["gradient", data], ["step", [UPDATES[index]]]]),
        reads: expected[name] === undefined ? [] : [{ name, tensor: "parameter" }],
      };
    }),
  };
}
