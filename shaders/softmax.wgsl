// The softmax of each sample's features.
//   y[n,f] = e^(x[n,f] − max) / Σ_k e^(x[n,k] − max)        max = max_f x[n,f], so that no exponential overflows
// x, y [N, F].
// One invocation computes the row of one sample. Order of the sum: k. exp within 3 + 2·|x − max| ULP, the division within 2.5.
// e^(−104) is nothing in f32: what lies further below the maximum is taken as that.

const N = 1u;
const F = 10u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn softmax(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
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
    sum += exp(max(x[n * F + f] - greatest, -104.0));
  }
  for (var f = 0u; f < F; f++) {
    y[n * F + f] = exp(max(x[n * F + f] - greatest, -104.0)) / sum;
  }
}
