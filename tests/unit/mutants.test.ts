import { describe, expect, it } from "vitest";
import { applyMutant, mutantsOf, sampleMutants } from "../mutation/mutants.ts";
import { tokensOf } from "../mutation/tokens.ts";
import { judge } from "../mutation/verdict.ts";

/** A shader whose body is this text. */
const shader = (body: string, constants = "") => `// a + b
const H = 4u;
const W = 4u;
${constants}
@group(0) @binding(0) var<storage, read_write> y: array<f32, H * W>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
${body}
}
`;

const given = new Set(["H", "W"]);

/** What becomes of the line, by operator. */
function becomes(operator: string, line: string): string[] {
  const mutants = mutantsOf(shader(`  ${line}`), given);
  return mutants.filter((mutant) => mutant.operator === operator).map((mutant) => mutant.becomes);
}

describe("an operator", () => {
  it.each([
    ["sign", "a = b + c;", ["a = b - c;"]],
    ["sign", "a = -b * c;", ["a = b * c;", "a = -b / c;"]],
    ["sign", "a += b % c;", ["a -= b % c;", "a += b / c;"]],
    ["sign", "for (var i = 0u; a; i += 2u) { }", []],
    ["bound", "if (a >= b) { }", ["if (a > b) { }"]],
    [
      "bound",
      "for (var i = 0u; i < H * W; i++) { }",
      ["for (var i = 0u; i <= H * W; i++) { }", "for (var i = 0u; i < H * W - 1; i++) { }"],
    ],
    ["condition", "a = b == c && d;", ["a = b != c && d;", "a = b == c || d;"]],
    ["condition", "a = (b & 3u) << c;", ["a = (b | 3u) << c;", "a = (b & 3u) >> c;"]],
    ["condition", "if (a < b) { }", ["if (true) { }", "if (false) { }", "if (a >= b) { }"]],
    ["condition", "for (var i = 0u; i < H; i++) { }", []],
    ["part", "a = (b + c) * d[e] * f;", ["a = (c) * d[e] * f;"]],
    ["index", "a[b * c] = d[0];", []],
    ["literal", "a = 0.0 + 1.0 + 4u + 0u;", []],
    ["name", "a[p * W + q] = acc1 + acc0;", []],
    ["component", "a = b.x + b.yzw;", ["a = b.y + b.yzw;", "a = b.x + b.xyz;"]],
    ["call", "a = max(select(b, c, d), e);", ["a = min(select(b, c, d), e);"]],
    ["statement", "a = b; workgroupBarrier(); let c = d; return;", []],
  ])("%s changes %s", (operator, line, expected) => {
    expect(becomes(operator, line)).toEqual(expected);
  });
});
