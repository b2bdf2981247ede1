import { describe, expect, it } from "vitest";
import { applyMutant, type Mutant, mutantsOf, sampleMutants } from "../mutation/mutants.ts";
import { type MutationRecord, recordOf, staleIn } from "../mutation/record.ts";
import type { KernelResult } from "../mutation/supervise.ts";
import { tokensOf } from "../mutation/tokens.ts";
import { judge, verdictOf } from "../mutation/verdict.ts";

/** A shader with this line in its function. */
const shader = (line: string) => `// y = a + b
const H = 4u; // + 1
const W = 4u;
const AREA = H * W;
/* a - b */
@group(0) @binding(0) var<storage, read_write> y: array<vec2<f32>, H * W>;
@compute @workgroup_size(64)
fn f(@builtin(global_invocation_id) id: vec3u) {
  ${line} // a < b
}
`;

/** What the operator makes of the line. */
function becomes(operator: string, line: string): string[] {
  return mutantsOf(shader(line), new Set(["H", "W"]))
    .filter((mutant) => mutant.operator === operator && mutant.is.startsWith(line))
    .map((mutant) => mutant.becomes.replace(/ *\/\/ a < b$/, ""));
}

describe("the operator", () => {
  it.each([
    ["sign", "a = b + c;", ["a = b - c;"]],
    ["sign", "a = -b * c;", ["a = b * c;", "a = -b / c;"]],
    ["sign", "a += b % c;", ["a -= b % c;", "a += b / c;"]],
    ["sign", "for (var i = 0u; b; i += 2u) { }", []],
    ["bound", "if (a >= b) { }", ["if (a > b) { }"]],
    [
      "bound",
      "for (var i = 0u; i < H * W; i++) { }",
      ["for (var i = 0u; i <= H * W; i++) { }", "for (var i = 0u; i < H * W - 1; i++) { }"],
    ],
    ["bound", "let a = vec4<f32>();", []],
    ["condition", "a = b == c && d;", ["a = b != c && d;", "a = b == c || d;"]],
    ["condition", "a = (b & 3u) << c;", ["a = (b | 3u) << c;", "a = (b & 3u) >> c;"]],
    ["condition", "if (a < b) { }", ["if (true) { }", "if (false) { }", "if (a >= b) { }"]],
    ["condition", "for (var i = 0u; i < H; i++) { }", []],
    [
      "part",
      "a = (b + c) * d[e] * f;",
      ["a = (b) * d[e] * f;", "a = (c) * d[e] * f;", "a = (b + c) * f;", "a = d[e] * f;", "a = (b + c) * d[e];"],
    ],
    ["part", "a = b * c + d;", ["a = b + d;", "a = c + d;", "a = b * c;", "a = d;"]],
    ["part", "a = b < c && d;", ["a = b < c;"]],
    [
      "index",
      "a[b * c] = d[e] + f[0];",
      [
        "a[(b * c) + 1] = d[e] + f[0];",
        "a[(b * c) - 1] = d[e] + f[0];",
        "a[b * c] = d[e + 1] + f[0];",
        "a[b * c] = d[e - 1] + f[0];",
      ],
    ],
    [
      "literal",
      "a = 0.0 + 1.0 - 87.0;",
      ["a = 1.0 + 1.0 - 87.0;", "a = 0.0 + 2.0 - 87.0;", "a = 0.0 + 1.0 - (2.0 * 87.0);"],
    ],
    [
      "literal",
      "a = 4u + 0u + 1i;",
      ["a = 5u + 0u + 1i;", "a = 3u + 0u + 1i;", "a = 4u + 1u + 1i;", "a = 4u + 0u + 2i;", "a = 4u + 0u + 0i;"],
    ],
    [
      "literal",
      "for (var i = 1u; i < H; i += 1u) { }",
      [
        "for (var i = 2u; i < H; i += 1u) { }",
        "for (var i = 0u; i < H; i += 1u) { }",
        "for (var i = 1u; i < H; i += 2u) { }",
      ],
    ],
    [
      "name",
      "a[p * W + q] = b0 + b1;",
      [
        "a[q * W + q] = b0 + b1;",
        "a[p * H + q] = b0 + b1;",
        "a[p * W + p] = b0 + b1;",
        "a[p * W + q] = b1 + b1;",
        "a[p * W + q] = b0 + b0;",
      ],
    ],
    ["component", "a = b.x + b.yzw;", ["a = b.y + b.yzw;", "a = b.x + b.xyz;"]],
    [
      "call",
      "a = max(select(b, c, d), e);",
      ["a = min(select(b, c, d), e);", "a = max(select(c, b, d), e);", "a = max(select(b, d, c), e);"],
    ],
    ["statement", "a = b; workgroupBarrier(); let c = d;", ["workgroupBarrier(); let c = d;", "a = b;  let c = d;"]],
  ])("%s changes %s", (operator, line, expected) => {
    expect(becomes(operator, line)).toEqual(expected);
  });
});

describe("mutants of a shader", () => {
  const code = shader("a[H] = b - c;");
  const mutants = mutantsOf(code, new Set(["H", "W"]));

  it("change functions and constants that the host leaves alone; no comment, no binding, no other constant", () => {
    const changed = new Set(mutants.map(({ line }) => code.split("\n")[line].trim()));
    expect([...changed]).toEqual(["const AREA = H * W;", "a[H] = b - c; // a < b"]);
    for (const mutant of mutants) {
      const comments = (text: string) => text.match(/\/\/.*|\/\*.*\*\//g);
      expect(comments(applyMutant(code, mutant))).toEqual(comments(code));
    }
  });

  it("leave functions alone that nobody calls", () => {
    const called = mutantsOf("fn a() { x = 1u; } fn b() { x = 2u; } fn c() { a(); } @compute fn f() { c(); }");
    expect(called.map(({ before }) => before)).toContain("1u");
    expect(called.map(({ before }) => before)).not.toContain("2u");
  });

  it("are different from the shader and from one another", () => {
    const codes = mutants.map((mutant) => applyMutant(code, mutant));
    expect(new Set([code, ...codes]).size).toBe(mutants.length + 1);
  });

  it("fit the shader when its constants are set", () => {
    const set = code.replace("H = 4u", "H = 1234u");
    for (const mutant of mutants) expect(applyMutant(set, mutant)).toContain("H = 1234u;");
  });

  it("tell equal lines apart", () => {
    const twice = mutantsOf(`@compute fn f() {\n  a = b;\n  a = b;\n}`).map(({ is }) => is);
    expect(twice).toEqual(["a = b;", "a = b; (2)"]);
  });

  it("are drawn by a seed, in the order of the source", () => {
    const some = sampleMutants(mutants, 5, 1, "f");
    expect(some).toEqual(sampleMutants(mutants, 5, 1, "f"));
    expect(some).not.toEqual(sampleMutants(mutants, 5, 2, "f"));
    const places = some.map((mutant) => mutants.indexOf(mutant));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(new Set(places).size).toBe(5);
    expect(sampleMutants(mutants, 1000, 1, "f")).toEqual(mutants);
  });
});

describe("the tokens of a shader", () => {
  it("know where < opens a type and where it compares", () => {
    const opening = tokensOf("var<private> a: array<vec2<f32>, 4> = b < c;").filter(({ text }) => text === "<");
    expect(opening.map(({ inType }) => inType)).toEqual([true, true, true, false]);
  });

  it("are refused where the text is no WGSL", () => {
    expect(() => tokensOf("let a = 1u;\nlet b = #;")).toThrow(new Error("line 2: # is no WGSL"));
  });
});

describe("the verdict", () => {
  const mutant = (becomes: string): Mutant => ({
    operator: "sign",
    line: 0,
    column: 0,
    before: "",
    after: "",
    is: "a",
    becomes,
  });
  const all = Array.from({ length: 100 }, (_, k) => mutant(`${k}`));
  const result = (survivors: number): KernelResult => ({
    kernel: "f",
    adapter: "",
    all,
    tried: all.map((each, k) => ({ mutant: each, outcome: k < survivors ? "survived" : "wrong" })),
  });
  const explain = (...names: string[]) => names.map((name) => ({ kernel: "f", is: "a", becomes: name, because: "" }));

  it("is good where nearly all are caught and the others explained", () => {
    expect(judge([result(2)], explain("0", "1"))).toMatchObject({
      pass: true,
      share: 0.98,
      unexplained: [],
      stale: [],
    });
  });

  it("is bad where a survivor is not explained", () => {
    expect(judge([result(2)], explain("0"))).toMatchObject({
      pass: false,
      unexplained: [{ kernel: "f", becomes: "1" }],
    });
  });

  it("is bad where what is explained is caught, or no longer there", () => {
    expect(judge([result(1)], explain("0", "1"))).toMatchObject({
      pass: false,
      stale: [{ becomes: "1", found: "wrong" }],
    });
    expect(judge([result(0)], explain("100"))).toMatchObject({ pass: false, stale: [{ found: "no such mutant" }] });
  });

  it("is bad where less than 95 % are caught, explained or not", () => {
    const names = Array.from({ length: 6 }, (_, k) => `${k}`);
    expect(judge([result(6)], explain(...names))).toMatchObject({ pass: false, share: 0.94, unexplained: [] });
    expect(judge([result(5)], explain(...names.slice(1, 5), "0")).pass).toBe(true);
  });
});

describe("the record", () => {
  const tally = { mutants: 100, tried: 60, invalid: 2, stopped: 0 };
  const verdict = (kernel: string, survived: number) => {
    const unexplained = Array.from({ length: survived }, () => ({ kernel, is: "a", becomes: "b" }));
    return verdictOf({ kernels: [{ ...tally, kernel, caught: 58 - survived, survived }], unexplained, stale: [] });
  };
  const run = { adapter: "x", seed: 1, perKernel: 60, date: "2026-01-02", machine: "", versions: {}, command: "" };
  const codes = new Map([
    ["f", "1"],
    ["g", "2"],
    ["h", "3"],
  ]);
  const before: MutationRecord = recordOf(verdict("g", 1), run, codes);
  const later = { ...run, date: "2026-01-03" };

  it("has the kernels of the run, and of others what was known", () => {
    expect(before).toMatchObject({ untried: ["f", "h"], pass: false, total: { tried: 60, survived: 1, explained: 0 } });
    expect(recordOf(verdict("f", 0), later, codes, before)).toMatchObject({
      date: "2026-01-03",
      kernels: [
        { kernel: "f", date: "2026-01-03", code: "1", caught: 58 },
        { kernel: "g", date: "2026-01-02", code: "2", caught: 57 },
      ],
      unexplained: [{ kernel: "g" }],
      total: { mutants: 200, tried: 120, caught: 115, survived: 1, explained: 0 },
      share: 115 / 116,
      pass: false,
      untried: ["h"],
    });
  });

  it("has a kernel that was tried again as it is now", () => {
    const after = recordOf(verdict("g", 0), later, codes, before);
    expect(after).toMatchObject({ kernels: [{ kernel: "g", date: "2026-01-03" }], unexplained: [], pass: true });
  });

  it("forgets kernels that are gone or have other code, and all that was drawn otherwise", () => {
    const onlyF = { kernels: [{ kernel: "f" }], unexplained: [], pass: true };
    expect(recordOf(verdict("f", 0), later, new Map([["f", "1"]]), before)).toMatchObject(onlyF);
    expect(recordOf(verdict("f", 0), later, new Map(codes).set("g", "4"), before)).toMatchObject(onlyF);
    for (const other of [{ adapter: "y" }, { seed: 2 }, { perKernel: 30 }]) {
      expect(recordOf(verdict("f", 0), { ...later, ...other }, codes, before)).toMatchObject(onlyF);
    }
  });

  it("tells what is to be tried", () => {
    expect(staleIn(before, codes, ["g", "h"])).toEqual(["h"]);
    expect(staleIn(before, new Map(codes).set("g", "4"), ["g", "h"])).toEqual(["g", "h"]);
    expect(staleIn(undefined, codes, ["f"])).toEqual(["f"]);
  });
});
