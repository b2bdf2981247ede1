// ∂L/∂x of the softmax, from its output.
//   dx[n,f] = y[n,f] · (dy[n,f] − Σ_k dy[n,k] · y[n,k])
// dy, y, dx [N, F].
// One invocation computes the row of one sample. Order of the sum: k. |error of the sum| ≤ γ_F · Σ|dy·y|; two roundings more.

const N = 1u;
const F = 10u;

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> y: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(64)
fn softmax_grad(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let n = id.y * groups.x * 64u + id.x;
  if (n >= N) {
    return;
  }
  var mean = 0.0;
  for (var k = 0u; k < F; k++) {
    mean += dy[n * F + k] * y[n * F + k];
  }
  for (var f = 0u; f < F; f++) {
    dx[n * F + f] = y[n * F + f] * (dy[n * F + f] - mean);
  }
}
