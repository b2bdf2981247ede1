// Mean and variance of every map over the batch, from those of equal groups of samples.
//   mean[c] = 1/G · Σ_s means[s·C + c];   variance[c] = 1/G · Σ_s (variances[s·C + c] + (means[s·C + c] − mean[c])²)
// means, variances, groupMean, groupVariance [G·C]; mean, variance [C]. groupMean and groupVariance are the same for each group.
// One invocation computes both of one map for one group: each adds up all groups, in their order. |error of mean| ≤ γ_(G+4) · 1/G · Σ|means|.

const G = 2u;
const C = 3u;

@group(0) @binding(0) var<storage, read> means: array<f32>;
@group(0) @binding(1) var<storage, read> variances: array<f32>;
@group(0) @binding(2) var<storage, read_write> mean: array<f32>;
@group(0) @binding(3) var<storage, read_write> variance: array<f32>;
@group(0) @binding(4) var<storage, read_write> groupMean: array<f32>;
@group(0) @binding(5) var<storage, read_write> groupVariance: array<f32>;

@compute @workgroup_size(64)
fn merge_statistics(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= G * C) {
    return;
  }
  let c = i % C;
  var sum = 0.0;
  for (var s = 0u; s < G; s++) {
    sum += means[s * C + c];
  }
  let center = sum / f32(G);
  var squares = 0.0;
  for (var s = 0u; s < G; s++) {
    let difference = means[s * C + c] - center;
    squares += variances[s * C + c] + difference * difference;
  }
  let spread = squares / f32(G);
  groupMean[i] = center;
  groupVariance[i] = spread;
  if (i < C) {
    mean[c] = center;
    variance[c] = spread;
  }
}
