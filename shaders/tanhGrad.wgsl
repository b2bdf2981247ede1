// ∂L/∂x of the hyperbolic tangent, from its output.
//   dx = dy · (1 − y²) = dy · (1 − y)(1 + y)
// dy, y, dx any shape of SIZE elements.
// One invocation computes one element. Four roundings; (1 − y)(1 + y) keeps its digits where y is near 1.

const SIZE = 4u;

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> y: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(64)
fn tanh_grad(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= SIZE) {
    return;
  }
  dx[i] = dy[i] * ((1.0 - y[i]) * (1.0 + y[i]));
}
