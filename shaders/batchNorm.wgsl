// Batch normalisation with given mean and variance.
//   y[n,c,i] = weight[c] · (x[n,c,i] − mean[c]) / √(variance[c] + EPSILON) + bias[c]
// x, y [SIZE/(C·I), C, I]; mean, variance, weight, bias [C].
// One invocation computes one element. inverseSqrt is within 2 ULP.

const SIZE = 4u;
const C = 3u;
const I = 4u;
const EPSILON: f32 = 1e-5;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> mean: array<f32>;
@group(0) @binding(2) var<storage, read> variance: array<f32>;
@group(0) @binding(3) var<storage, read> weight: array<f32>;
@group(0) @binding(4) var<storage, read> bias: array<f32>;
@group(0) @binding(5) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn batch_norm(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= SIZE) {
    return;
  }
  let c = i / I % C;
  let normalized = (x[i] - mean[c]) * inverseSqrt(variance[c] + EPSILON);
  y[i] = weight[c] * normalized + bias[c];
}
