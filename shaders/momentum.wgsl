// Gradient descent with momentum.
//   g ← g + λ·w;   v ← μ·v + g;   w ← w − η·v, or with Nesterov's momentum w ← w − η·(g + μ·v)
// parameter, velocity [T]; gradient as lib/gradient.wgsl says; schedule [R] holds (η, …) of the steps to come, of which row
// (step − 1) mod R is this one's: the step has been counted already.
// One invocation updates four parameters, 16 apart.
// uses: lib/gradient.wgsl

const T = 64u;
const R = 4u;
const MU: f32 = 0.9;
// λ
const DECAY: f32 = 0.0;
// 1: Nesterov's.
const NESTEROV = 0u;

@group(0) @binding(0) var<storage, read_write> parameter: array<f32, T>;
@group(0) @binding(1) var<storage, read> gradient: array<f32>;
@group(0) @binding(2) var<storage, read> segments: array<vec4u>;
@group(0) @binding(3) var<storage, read> schedule: array<vec4f>;
@group(0) @binding(4) var<storage, read> step: array<u32>;
@group(0) @binding(5) var<storage, read_write> velocity: array<f32, T>;

fn update(i: u32, loss_gradient: f32, eta: f32) {
  if (i >= T) {
    return;
  }
  let w = parameter[i];
  let g = loss_gradient + DECAY * w;
  let v = MU * velocity[i] + g;
  velocity[i] = v;
  parameter[i] = w - eta * select(v, g + MU * v, NESTEROV == 1u);
}

@compute @workgroup_size(64)
fn momentum(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
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
