// Running statistics take a step towards those of the batch.
//   runningMean[c] ← (1 − k) · runningMean[c] + k · mean[c]
//   runningVariance[c] ← (1 − k) · runningVariance[c] + k · variance[c] · m/(m − 1)
// All [C]. KEEP is 1 − k, GAIN k, UNBIASED k·m/(m − 1): rounded from float64.
// One invocation updates one map. |error| ≤ γ_3 · Σ|terms|.

const C = 4u;
const KEEP: f32 = 0.9;
const GAIN: f32 = 0.1;
const UNBIASED: f32 = 0.11;

@group(0) @binding(0) var<storage, read> mean: array<f32>;
@group(0) @binding(1) var<storage, read> variance: array<f32>;
@group(0) @binding(2) var<storage, read_write> runningMean: array<f32>;
@group(0) @binding(3) var<storage, read_write> runningVariance: array<f32>;

@compute @workgroup_size(64)
fn update_statistics(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let c = id.y * groups.x * 64u + id.x;
  if (c >= C) {
    return;
  }
  runningMean[c] = KEEP * runningMean[c] + GAIN * mean[c];
  runningVariance[c] = KEEP * runningVariance[c] + UNBIASED * variance[c];
}
