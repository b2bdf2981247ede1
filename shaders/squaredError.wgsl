// Squared error of each sample, summed over its outputs.
//   loss[n] = Σ_f (expected[n,f] − x[n,f])²
// x, expected [N, F], loss [N].
// One invocation computes one loss. Order of the sum: f. |error| ≤ γ_(F+2) · loss.

const N = 1u;
const F = 10u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> expected: array<f32>;
@group(0) @binding(2) var<storage, read_write> loss: array<f32>;

@compute @workgroup_size(64)
fn squared_error(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let n = id.y * groups.x * 64u + id.x;
  if (n >= N) {
    return;
  }
  var sum = 0.0;
  for (var f = 0u; f < F; f++) {
    let difference = expected[n * F + f] - x[n * F + f];
    sum += difference * difference;
  }
  loss[n] = sum;
}
