// ∂L/∂x of the squared error averaged over the batch.
//   dx[n,f] = −2 (expected[n,f] − x[n,f]) / N
// x, expected, dx [N, F] with SIZE = N·F elements.
// One invocation computes one element. A subtraction, a multiplication, a division.

const SIZE = 20u;
const N = 2u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> expected: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(64)
fn squared_error_grad(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= SIZE) {
    return;
  }
  dx[i] = -2.0 * (expected[i] - x[i]) / f32(N);
}
