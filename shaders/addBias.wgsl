// ⊕: a bias added to every element of its map.
//   y[n,m,i] = x[n,m,i] + bias[m]
// x, y [N, M, I] with SIZE = N·M·I elements; bias [M].
// One invocation computes one element. One rounding.

const SIZE = 24u;
const M = 3u;
const I = 4u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> bias: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn add_bias(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= SIZE) {
    return;
  }
  y[i] = x[i] + bias[(i / I) % M];
}
