import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readShader } from "../../build/readShader.ts";
import { declaration } from "../../build/shaderTypes.ts";
import { bare } from "../../build/wgsl.ts";

const kernel = `// Doubles x.
const N = 4u;
const SHIFT: i32 = -3;
const MASK = 0x1f;
const SCALE = 1.5e-3;
const LOWEST: f32 = -3.4028235e38;
const HALF = N / 2u; // derived
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<vec4<f32>, N>;
@group(1) @binding(0) var<uniform> settings: vec4u;
var<workgroup> tile: array<f32, N>;
@compute @workgroup_size(N, 2)
fn twice(@builtin(global_invocation_id) id: vec3u) { y[id.x] = vec4f(2.0 * x[id.x]); }
@compute @workgroup_size(64)
fn other() { }
fn helper() -> f32 { const LOCAL = 1u; return 1.0; }
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wgsl-"));
  mkdirSync(join(folder, "lib"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(text: string, name = "twice.wgsl"): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

test("constants are the literals at module scope, with their types", () => {
  expect(readShader(write(kernel)).shader.constants).toEqual({
    N: { type: "u32", value: 4 },
    SHIFT: { type: "i32", value: -3 },
    MASK: { type: "i32", value: 31 },
    SCALE: { type: "f32", value: 0.0015 },
    LOWEST: { type: "f32", value: -3.4028235e38 },
  });
});

test("bindings are the buffers with group, number, access and type", () => {
  expect(readShader(write(kernel)).shader.bindings).toEqual({
    x: { group: 0, binding: 0, access: "read", type: "array<f32>" },
    y: { group: 0, binding: 1, access: "read_write", type: "array<vec4<f32>,N>" },
    settings: { group: 1, binding: 0, access: "uniform", type: "vec4u" },
  });
});

test("a workgroup size is a number or the name of a constant", () => {
  expect(readShader(write(kernel)).shader.entries).toEqual({
    twice: { workgroupSize: ["N", 2] },
    other: { workgroupSize: [64] },
  });
});

test("the code is the file unchanged, then what it uses, each once", () => {
  const text = `// uses: lib/a.wgsl, lib/b.wgsl\n${kernel}`;
  const a = "// uses: lib/b.wgsl\nfn a() {}\n";
  const b = "const B = 2.0;\nfn b() {}\n";
  write(a, "lib/a.wgsl");
  write(b, "lib/b.wgsl");
  const { shader, files } = readShader(write(text));
  expect(shader.code).toBe(text + a + b);
  expect(shader.constants).toHaveProperty("B", { type: "f32", value: 2 });
  expect(files.map((file) => file.slice(folder.length + 1))).toEqual(["twice.wgsl", "lib/a.wgsl", "lib/b.wgsl"]);
});

test.each([
  ["a syntax error", "const N = 1u;\nfn f( {\n", "twice.wgsl:2: Expected argument name."],
  [
    "a binding without a name",
    "\n@group(0) @binding(0) var<storage> : array<f32>;",
    "twice.wgsl:2: Expected variable name.",
  ],
  ["a binding without a group", "\n@binding(0) var<storage> x: array<f32>;", "twice.wgsl:2: binding x has no group."],
  ["a texture", "@group(0) @binding(0) var x: texture_2d<f32>;", "twice.wgsl:1: binding x is no buffer."],
  ["no entry point", "const N = 1u;", "twice.wgsl:1: no entry point found"],
  [
    "a derived workgroup size",
    "const N = 4u;\nconst M = N / 2u;\n@compute @workgroup_size(M)\nfn f() {}",
    "twice.wgsl:3: workgroup size M is neither",
  ],
  [
    "a used file that is missing",
    "// x\n// uses: lib/none.wgsl",
    "twice.wgsl:2: uses lib/none.wgsl, which is not there.",
  ],
])("%s is refused with file and line", (_, text, message) => {
  expect(() => readShader(write(text))).toThrow(message);
});

test("an error in a used file names that file and its own line", () => {
  write("\nfn g( {\n", "lib/a.wgsl");
  expect(() => readShader(write(`// uses: lib/a.wgsl\n${kernel}`))).toThrow("lib/a.wgsl:2: Expected argument name.");
});

test("the generated type names constants, bindings and entry points", () => {
  const text = declaration(readShader(write(kernel)).shader);
  expect(text).toContain('readonly N: { readonly type: "u32"; readonly value: number };');
  expect(text).toContain(
    'readonly x: { readonly group: 0; readonly binding: 0; readonly access: "read"; readonly type: "array<f32>" };',
  );
  expect(text).toContain('readonly twice: { readonly workgroupSize: readonly ["N",2] };');
});

test("the page gets the code line by line as it is written, without comments", () => {
  expect(bare("// Doubles x.\nconst N = 4u; // samples\n\nfn f() {\n  return 2.0 / x;\n}\n")).toBe(
    "\nconst N = 4u;\n\nfn f() {\n  return 2.0 / x;\n}\n",
  );
});
