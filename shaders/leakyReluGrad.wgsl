// ∂L/∂x of the rectified linear unit that lets a share of the negative side through, from its input.
//   dx = dy where x > 0, else SLOPE · dy
// dy, x, dx any shape of SIZE elements.
// One invocation computes one element. Exact above 0; else the slope and the product are rounded.

const SIZE = 4u;
const SLOPE: f32 = 0.01;

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(64)
fn leaky_relu_grad(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= SIZE) {
    return;
  }
  dx[i] = select(SLOPE * dy[i], dy[i], x[i] > 0.0);
}
