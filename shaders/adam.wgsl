// Adam.
//   g ← g + λ·w;   m ← β₁·m + (1 − β₁)·g;   v ← β₂·v + (1 − β₂)·g²;   w ← w − η · m·c₁ / (√(v·c₂) + ε)
// parameter, moment1 (m), moment2 (v) [T]; gradient as lib/gradient.wgsl says; schedule [R] holds (η, c₁, c₂, –) of the steps to come, of which row
// (step − 1) mod R is this one's: the step has been counted already.
// One invocation updates four parameters, 16 apart.
// uses: lib/gradient.wgsl

const T = 64u;
const R = 4u;
const BETA1: f32 = 0.9;
const BETA2: f32 = 0.999;
// 1 − β, rounded from double precision: 1 − 0.999 computed here would keep only four digits.
const REST1: f32 = 0.1;
const REST2: f32 = 0.001;
const EPSILON: f32 = 1e-8;
// λ
const DECAY: f32 = 0.0;

@group(0) @binding(0) var<storage, read_write> parameter: array<f32, T>;
@group(0) @binding(1) var<storage, read> gradient: array<f32>;
@group(0) @binding(2) var<storage, read> segments: array<vec4u>;
@group(0) @binding(3) var<storage, read> schedule: array<vec4f>;
@group(0) @binding(4) var<storage, read> step: array<u32>;
@group(0) @binding(5) var<storage, read_write> moment1: array<f32, T>;
@group(0) @binding(6) var<storage, read_write> moment2: array<f32, T>;

fn update(i: u32, loss_gradient: f32, row: vec4f) {
  if (i >= T) {
    return;
  }
  let w = parameter[i];
  let g = loss_gradient + DECAY * w;
  let m = BETA1 * moment1[i] + REST1 * g;
  let v = BETA2 * moment2[i] + REST2 * g * g;
  moment1[i] = m;
  moment2[i] = v;
  parameter[i] = w - row.x * m * row.y / (sqrt(v * row.z) + EPSILON);
}

@compute @workgroup_size(64)
fn adam(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let first = first_of_four(id.y * groups.x * 64u + id.x);
  if (first >= T) {
    return;
  }
  let g = gradients_of(first);
  let row = schedule[(step[0] - 1u) % R];
  update(first, g.x, row);
  update(first + 16u, g.y, row);
  update(first + 32u, g.z, row);
  update(first + 48u, g.w, row);
}
