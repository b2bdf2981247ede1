// ReLU.
//   y = max(x, 0)
// x, y any shape of SIZE elements.
// One invocation computes one element. Exact.

const SIZE = 4u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn relu(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= SIZE) {
    return;
  }
  y[i] = max(x[i], 0.0);
}
