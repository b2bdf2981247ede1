// Batch normalisation with given mean and variance, a map of a sample at a time: for programs on the processor.
//   y[n,c,i] = (x[n,c,i] − mean[c]) · (weight[c] / √(variance[c] + EPSILON)) + bias[c]
// x, y [NC/C, C, I]; mean, variance, weight, bias [C].
// One workgroup computes one map of one sample, its lanes neighbours; inverseSqrt, which is within 2 ULP, is computed once for all.
// Workgroups beyond the last map repeat it.

const NC = 3u;
const C = 3u;
const I = 4u;
const LANES = 4u;
const EPSILON: f32 = 1e-5;

@group(0) @binding(0) var<storage, read> x: array<f32, NC * I>;
@group(0) @binding(1) var<storage, read> mean: array<f32, C>;
@group(0) @binding(2) var<storage, read> variance: array<f32, C>;
@group(0) @binding(3) var<storage, read> weight: array<f32, C>;
@group(0) @binding(4) var<storage, read> bias: array<f32, C>;
@group(0) @binding(5) var<storage, read_write> y: array<f32, NC * I>;

// Elements of a map that are computed four at a time without asking whether they are there.
const WHOLE = I / (4u * LANES) * 4u * LANES;

@compute @workgroup_size(LANES)
fn batch_norm_lanes(
  @builtin(local_invocation_index) lane: u32,
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
  let map = min(group.y * groups.x + group.x, NC - 1u);
  let c = map % C;
  let center = mean[c];
  let scale = weight[c] * inverseSqrt(variance[c] + EPSILON);
  let shift = bias[c];
  let first = map * I + lane;
  for (var i = 0u; i < WHOLE; i += 4u * LANES) {
    let e = first + i;
    y[e] = (x[e] - center) * scale + shift;
    y[e + LANES] = (x[e + LANES] - center) * scale + shift;
    y[e + 2u * LANES] = (x[e + 2u * LANES] - center) * scale + shift;
    y[e + 3u * LANES] = (x[e + 3u * LANES] - center) * scale + shift;
  }
  for (var i = WHOLE; i < I; i += LANES) {
    if (i + lane < I) {
      y[first + i] = (x[first + i] - center) * scale + shift;
    }
  }
}
