// Noise on every element, nearly normal: the sum of four uniform numbers, centred and of variance 1.
//   y[i] = x[i] + amount · z[i];   z = (h₁ + h₂ + h₃ + h₄ − 131,070) · √(3 / (2³² − 1))
// x, y any shape of SIZE elements; seed [2]; step [1]. h₁ … h₄ are the 16-bit halves of words 2i and 2i + 1 of stream STREAM in
// this step: lib/threefry.wgsl. UNIT is amount · √(3 / (2³² − 1)). |z| ≤ 3.47.
// One invocation computes one element. The sum of the halves is exact. |error| ≤ γ_2 · |amount · z| + u · (|x| + |amount · z|).
// uses: lib/threefry.wgsl

const SIZE = 4u;
const STREAM = 0u;
const UNIT: f32 = 0.001;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> seed: array<u32>;
@group(0) @binding(2) var<storage, read> step: array<u32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn add_noise(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= SIZE) {
    return;
  }
  let words = threefry(step_key(vec2u(seed[0], seed[1]), STREAM, step[0]), vec2u(i, 0u));
  let halves = (words & vec2u(0xffffu)) + (words >> vec2u(16u));
  y[i] = x[i] + UNIT * (f32(halves.x + halves.y) - 131070.0);
}
