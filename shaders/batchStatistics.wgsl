// Mean and variance of every map over the batch.
//   mean[c] = 1/m · Σ_n Σ_i x[n,c,i];   variance[c] = 1/m · Σ_n Σ_i (x[n,c,i] − mean[c])²;   m = N·I
// x [N, C, I]; mean, variance [C].
// One workgroup computes one map, in two passes so that a large mean does not drown the variance. Order of each sum: lane l adds
// elements l, l + 256, …, then the lanes' sums are added by halves. |error of mean| ≤ γ_(m+5) · 1/m · Σ|x|.
// uses: lib/workgroupSum.wgsl

const N = 2u;
const C = 3u;
const I = 4u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> mean: array<f32>;
@group(0) @binding(2) var<storage, read_write> variance: array<f32>;

@compute @workgroup_size(256)
fn batch_statistics(
  @builtin(local_invocation_index) lane: u32,
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
  let c = group.y * groups.x + group.x;
  if (c >= C) {
    return;
  }
  var sum = 0.0;
  for (var e = lane; e < N * I; e += 256u) {
    sum += x[(e / I * C + c) * I + e % I];
  }
  let center = workgroup_sum(lane, sum) / f32(N * I);
  var squares = 0.0;
  for (var e = lane; e < N * I; e += 256u) {
    let difference = x[(e / I * C + c) * I + e % I] - center;
    squares += difference * difference;
  }
  let spread = workgroup_sum(lane, squares) / f32(N * I);
  if (lane == 0u) {
    mean[c] = center;
    variance[c] = spread;
  }
}
