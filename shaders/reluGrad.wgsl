// ∂L/∂x of ReLU, from its output.
//   dx = dy where y > 0, else 0
// dy, y, dx any shape of SIZE elements.
// One invocation computes one element. Exact.

const SIZE = 4u;

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> y: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(64)
fn relu_grad(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= SIZE) {
    return;
  }
  dx[i] = select(0.0, dy[i], y[i] > 0.0);
}
