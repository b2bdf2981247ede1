// The sum of two arrays.
//   y = a + b
// a, b, y any shape of SIZE elements.
// One invocation computes one element. |error| ≤ 2⁻²⁴ · |y|.

const SIZE = 4u;

@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn add(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= SIZE) {
    return;
  }
  y[i] = a[i] + b[i];
}
