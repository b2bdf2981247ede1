enable subgroups;
// Mean and variance of every map over the batch, without barriers.
//   mean[c] = 1/m · Σ_n Σ_i x[n,c,i];   variance[c] = 1/m · Σ_n Σ_i (x[n,c,i] − mean[c])²;   m = N·I
// x [N, C, I]; mean, variance [C].
// One subgroup, which is a workgroup of LANES, computes one map, in two passes so that a large mean does not drown the variance. Its lanes
// load neighbours. Order of each sum: lane l adds, sample by sample, elements l, l + LANES, …, four at a time; then the lanes' sums are added.
// |error of mean| ≤ γ_(m+5) · 1/m · Σ|x|. Workgroups beyond the last map repeat it.

const N = 2u;
const C = 3u;
const I = 4u;
const LANES = 4u;

@group(0) @binding(0) var<storage, read> x: array<f32, N * C * I>;
@group(0) @binding(1) var<storage, read_write> mean: array<f32, C>;
@group(0) @binding(2) var<storage, read_write> variance: array<f32, C>;

// Elements of a map that are added four at a time without asking whether they are there.
const WHOLE = I / (4u * LANES) * 4u * LANES;

// What comes behind them in one map, `k` times LANES further.
fn left_over(first: u32, lane: u32, k: u32, otherwise: f32) -> f32 {
  let i = WHOLE + k * LANES;
  if (i >= I) {
    return otherwise;
  }
  return select(otherwise, x[first + i], i + lane < I);
}

fn square(value: f32, center: f32) -> f32 {
  let difference = value - center;
  return difference * difference;
}

@compute @workgroup_size(LANES)
fn batch_statistics_lanes(
  @builtin(local_invocation_index) lane: u32,
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
  let c = min(group.y * groups.x + group.x, C - 1u);
  var sum = 0.0;
  for (var n = 0u; n < N; n++) {
    let first = (n * C + c) * I + lane;
    for (var i = 0u; i < WHOLE; i += 4u * LANES) {
      let e = first + i;
      sum += (x[e] + x[e + LANES]) + (x[e + 2u * LANES] + x[e + 3u * LANES]);
    }
    if (WHOLE < I) {
      sum += (left_over(first, lane, 0u, 0.0) + left_over(first, lane, 1u, 0.0)) +
        (left_over(first, lane, 2u, 0.0) + left_over(first, lane, 3u, 0.0));
    }
  }
  let center = subgroupAdd(sum) / f32(N * I);
  var squares = 0.0;
  for (var n = 0u; n < N; n++) {
    let first = (n * C + c) * I + lane;
    for (var i = 0u; i < WHOLE; i += 4u * LANES) {
      let e = first + i;
      squares += (square(x[e], center) + square(x[e + LANES], center)) +
        (square(x[e + 2u * LANES], center) + square(x[e + 3u * LANES], center));
    }
    if (WHOLE < I) {
      squares += (square(left_over(first, lane, 0u, center), center) + square(left_over(first, lane, 1u, center), center)) +
        (square(left_over(first, lane, 2u, center), center) + square(left_over(first, lane, 3u, center), center));
    }
  }
  let spread = subgroupAdd(squares) / f32(N * I);
  if (lane == 0u) {
    mean[c] = center;
    variance[c] = spread;
  }
}
