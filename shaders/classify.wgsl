// The class that a sample's outputs name: the first of the greatest; with a single output, 1 from THRESHOLD on.
//   prediction[n] = argmax_f x[n,f]          prediction[n] = 1{x[n,0] ≥ THRESHOLD} where F = 1
// x [N, F], prediction [N].
// One invocation computes one prediction. Exact.

const N = 1u;
const F = 10u;
const THRESHOLD: f32 = 0.5;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> prediction: array<u32>;

@compute @workgroup_size(64)
fn classify(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let n = id.y * groups.x * 64u + id.x;
  if (n >= N) {
    return;
  }
  if (F == 1u) {
    prediction[n] = u32(x[n] >= THRESHOLD);
    return;
  }
  var best = 0u;
  for (var f = 1u; f < F; f++) {
    if (x[n * F + f] > x[n * F + best]) {
      best = f;
    }
  }
  prediction[n] = best;
}
