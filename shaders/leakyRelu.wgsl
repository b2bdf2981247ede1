// The rectified linear unit that lets a share of the negative side through.
//   y = x where x > 0, else SLOPE · x
// x, y any shape of SIZE elements.
// One invocation computes one element. Exact above 0; below, the slope and the product are rounded.

const SIZE = 4u;
const SLOPE: f32 = 0.01;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn leaky_relu(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= SIZE) {
    return;
  }
  y[i] = select(SLOPE * x[i], x[i], x[i] > 0.0);
}
