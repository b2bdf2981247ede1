// RMSprop.
//   g ← g + λ·w;   s ← α·s + (1 − α)·g²;   v ← μ·v + g/(√s + ε);   w ← w − η·v
// parameter, moment2 (s), velocity (v) [T]; gradient as lib/gradient.wgsl says; schedule [R] holds (η, …) of the steps to come, of which row
// (step − 1) mod R is this one's: the step has been counted already.
// One invocation updates four parameters, 16 apart.
// uses: lib/gradient.wgsl

const T = 64u;
const R = 4u;
const ALPHA: f32 = 0.99;
// 1 − α, rounded from double precision.
const REST: f32 = 0.01;
const EPSILON: f32 = 1e-8;
const MU: f32 = 0.0;
// λ
const DECAY: f32 = 0.0;

@group(0) @binding(0) var<storage, read_write> parameter: array<f32, T>;
@group(0) @binding(1) var<storage, read> gradient: array<f32>;
@group(0) @binding(2) var<storage, read> segments: array<vec4u>;
@group(0) @binding(3) var<storage, read> schedule: array<vec4f>;
@group(0) @binding(4) var<storage, read> step: array<u32>;
@group(0) @binding(5) var<storage, read_write> moment2: array<f32, T>;
@group(0) @binding(6) var<storage, read_write> velocity: array<f32, T>;

fn update(i: u32, loss_gradient: f32, eta: f32) {
  if (i >= T) {
    return;
  }
  let w = parameter[i];
  let g = loss_gradient + DECAY * w;
  let s = ALPHA * moment2[i] + REST * g * g;
  let v = MU * velocity[i] + g / (sqrt(s) + EPSILON);
  moment2[i] = s;
  velocity[i] = v;
  parameter[i] = w - eta * v;
}

@compute @workgroup_size(64)
fn rms_prop(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let first = first_of_four(id.y * groups.x * 64u + id.x);
  if (first >= T) {
    return;
  }
  let g = gradients_of(first);
  let eta = schedule[(step[0] - 1u) % R].x;
  update(first, g.x, eta);
  update(first + 16u, g.y, eta);
  update(first + 32u, g.z, eta);
  update(first + 48u, g.w, eta);
}
