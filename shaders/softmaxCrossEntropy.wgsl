// Cross-entropy of the softmax of each sample's outputs with its class.
//   loss[n] = ln Σ_f e^(x[n,f] − max) − (1 − ε)·(x[n, label[n]] − max) + ε/F · Σ_f (max − x[n,f])        ε = SMOOTHING
//   max = max_f x[n,f], so that no exponential overflows
// x [N, F], label [N], loss [N].
// One invocation computes one loss. Order of the sums: f.

const N = 1u;
const F = 10u;
const SMOOTHING: f32 = 0.0;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> label: array<u32>;
@group(0) @binding(2) var<storage, read_write> loss: array<f32>;

@compute @workgroup_size(64)
fn softmax_cross_entropy(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let n = id.y * groups.x * 64u + id.x;
  if (n >= N) {
    return;
  }
  var greatest = x[n * F];
  for (var f = 1u; f < F; f++) {
    greatest = max(greatest, x[n * F + f]);
  }
  var sum = 0.0;
  var distances = 0.0;
  for (var f = 0u; f < F; f++) {
    sum += exp(x[n * F + f] - greatest);
    distances += greatest - x[n * F + f];
  }
  loss[n] = log(sum) - (1.0 - SMOOTHING) * (x[n * F + label[n]] - greatest) + SMOOTHING / f32(F) * distances;
}
