// Dropout: each element is 0 with probability rate, else it is divided by 1 − rate.
//   y[i] = x[i] / (1 − rate) where word(i) ≥ rate · 2³², else 0
// x, y any shape of SIZE elements; seed [2]; step [1]. word(i) is that of stream STREAM in this step: lib/threefry.wgsl.
// THRESHOLD is ⌈rate · 2³²⌉, KEPT 1/(1 − rate).
// One invocation computes one element. |error| ≤ γ_2 · |y|: KEPT is rounded, and the product.
// uses: lib/threefry.wgsl

const SIZE = 4u;
const STREAM = 0u;
const THRESHOLD = 2147483648u;
const KEPT: f32 = 2.0;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> seed: array<u32>;
@group(0) @binding(2) var<storage, read> step: array<u32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;

// Word i of the stream with this key.
fn word_of(key: vec2u, i: u32) -> u32 {
  return threefry(key, vec2u(i / 2u, 0u))[i % 2u];
}

@compute @workgroup_size(64)
fn dropout(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= SIZE) {
    return;
  }
  let key = step_key(vec2u(seed[0], seed[1]), STREAM, step[0]);
  y[i] = select(0.0, x[i] * KEPT, word_of(key, i) >= THRESHOLD);
}
