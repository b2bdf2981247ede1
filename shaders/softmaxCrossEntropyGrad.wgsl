// ∂L/∂x of the softmax cross-entropy averaged over the batch.
//   dx[n,f] = (softmax(x[n])[f] − q[n,f]) / N        q[n,f] = (1 − ε)·1{f = label[n]} + ε/F, ε = SMOOTHING
// x [N, F], label [N], dx [N, F].
// One invocation computes the row of one sample. Order of the sum: f.

const N = 1u;
const F = 10u;
const SMOOTHING: f32 = 0.0;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> label: array<u32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(64)
fn softmax_cross_entropy_grad(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let n = id.y * groups.x * 64u + id.x;
  if (n >= N) {
    return;
  }
  var greatest = x[n * F];
  for (var f = 1u; f < F; f++) {
    greatest = max(greatest, x[n * F + f]);
  }
  var sum = 0.0;
  for (var f = 0u; f < F; f++) {
    sum += exp(x[n * F + f] - greatest);
  }
  for (var f = 0u; f < F; f++) {
    let p = exp(x[n * F + f] - greatest) / sum;
    let q = select(0.0, 1.0 - SMOOTHING, f == label[n]) + SMOOTHING / f32(F);
    dx[n * F + f] = (p - q) / f32(N);
  }
}
