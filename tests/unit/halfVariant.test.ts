/** The variants of kernels that keep arrays as f16: their text, for where there is no device with f16 to run them. */
import { describe, expect, it } from "vitest";
import type { DeviceTraits } from "../../src/core/device.ts";
import { withHalves } from "../../src/gpu/halfVariant.ts";
import { specialize } from "../../src/gpu/specialize.ts";
import { kernels, shaders } from "../../src/kernels/index.ts";
import { casesOf } from "../../src/verify/kernelCases.ts";

const device: DeviceTraits = { software: true, subgroupSize: 8, f16: true, vendor: "", fill: 128 };

const shader = (body: string) => `// Reads x[0] and writes y[0].
@group(0) @binding(0) var<storage, read> x: array<f32, N>;
@group(0) @binding(1) var<storage, read_write> y: array<vec4f>;

fn at(y: f32) -> f32 {
  return y;
}

fn main() {
  ${body}
}
`;

/** The body of what becomes of a shader. */
function variantOf(body: string, halves: Readonly<Record<string, number>> = { x: 1, y: 1 }): string {
  const code = shader(body);
  const variant = withHalves("some", code, halves);
  expect(variant.split("\n")).toHaveLength(code.split("\n").length);
  return variant.slice(variant.indexOf("fn main() {") + 11, -3).trim();
}

describe("a variant that keeps arrays as f16", () => {
  it("asks for the extension and declares the arrays", () => {
    const [first, ...lines] = withHalves("some", shader(""), { x: 1, y: 1 }).split("\n");
    expect(first.trim()).toBe("enable f16;");
    expect(lines.slice(0, 2)).toEqual([
      "@group(0) @binding(0) var<storage, read> x: array<f16, N>;",
      "@group(0) @binding(1) var<storage, read_write> y: array<vec4h>;",
    ]);
  });

  it.each([
    ["a load", "let a = x[i] + x[2u * i];", "let a = f32(x[i]) + f32(x[2u * i]);"],
    ["a load by a loaded index", "let a = x[u32(x[i])];", "let a = f32(x[u32(f32(x[i]))]);"],
    ["a store", "y[i + 1u] = vec4f(a, b);", "y[i + 1u] = vec4h(vec4f(a, b));"],
    ["a store of what is loaded", "y[i] = vec4f(x[i]);", "y[i] = vec4h(vec4f(f32(x[i])));"],
    ["a comparison", "if (x[i] == 0.0) {}", "if (f32(x[i]) == 0.0) {}"],
    ["names that contain its own", "let max = xx[i] + a.x[i];", "let max = xx[i] + a.x[i];"],
  ])("rewrites %s", (_, body, expected) => {
    expect(variantOf(body)).toBe(expected);
  });

  it("multiplies what it stores, and what it loads by the inverse", () => {
    expect(variantOf("y[i] = vec4f(x[i]);", { x: 1024, y: 4096 })).toBe(
      "y[i] = vec4h((vec4f((f32(x[i]) * 0.0009765625f))) * 4096.0);",
    );
  });

  it("leaves the other arrays, and all where none is kept so", () => {
    expect(variantOf("y[i] = vec4f(x[i]);", { x: 1 })).toBe("y[i] = vec4f(f32(x[i]));");
    expect(withHalves("some", shader(""), {})).toBe(shader(""));
  });

  it.each([
    ["it is added to", "y[i] += vec4f(1.0);", "written in part, or added to"],
    ["a component is written", "y[i].x = 1.0;", "written in part, or added to"],
    ["it is read where it is written", "let a = y[i];", "read where it is written"],
    ["its address is taken", "let a = &x;", "used as a whole"],
    ["its length is asked for", "let a = arrayLength(&x);", "used as a whole"],
    ["a name hides it", "let x = array(1.0); let a = x[0];", "a name of its own"],
  ])("is refused where %s", (_, body, problem) => {
    expect(() => variantOf(body)).toThrow(`cannot be kept as f16: `);
    expect(() => variantOf(body)).toThrow(problem);
  });

  it("is refused of an array of integers", () => {
    const code = shader("").replace("array<f32, N>", "array<u32, N>");
    expect(() => withHalves("some", code, { x: 1 })).toThrow("no array of f32 or vec4f");
  });
});

describe("of every kernel in each of its cases", () => {
  const dispatches = kernels.flatMap((kernel) =>
    casesOf(kernel, device, "f16")
      .filter(({ chosen }) => chosen)
      .map(({ plan }) => plan.dispatches[0]),
  );

  it("there is a variant, which loads and stores nothing as it is", () => {
    const kept = new Set<string>();
    for (const { shader: name, constants, halves } of dispatches) {
      const module = shaders.get(name)!;
      const code = specialize(module, constants);
      const variant = withHalves(name, code, halves);
      for (const binding of Object.keys(halves)) {
        kept.add(name);
        const { type, access } = module.bindings[binding];
        const [wide, half] = type.startsWith("array<vec4f") ? ["vec4f", "vec4h"] : ["f32", "f16"];
        const uses = [...variant.matchAll(new RegExp(`(?<![\\w.])${binding}\\[`, "g"))];
        expect(uses.length, `${name}: ${binding}`).toBeGreaterThan(0);
        for (const { index } of uses) {
          const [before, after] = [variant.slice(0, index), variant.slice(index).split("\n")[0]];
          if (access === "read") expect(before.endsWith(`${wide}(`), `${name}: ${after}`).toBe(true);
          else expect(after, name).toMatch(new RegExp(`\\] = ${half}\\(`));
        }
      }
    }
    // All but updates and what only counts, or works on a network's outputs.
    const layers = kernels.filter(({ patterns }) =>
      patterns.some((pattern) => pattern.some(({ inputs }) => inputs.dy)),
    );
    expect(layers.length).toBeGreaterThan(20);
    for (const { name } of layers) expect([...kept]).toContain(name);
  });
});
