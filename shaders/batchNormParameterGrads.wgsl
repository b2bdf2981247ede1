// ∂L/∂weight and ∂L/∂bias of batch normalisation.
//   dw[c] = Σ_n Σ_i dy[n,c,i] · (x[n,c,i] − mean[c]) / √(variance[c] + EPSILON);   db[c] = Σ_n Σ_i dy[n,c,i]
// dy, x [N, C, I]; mean, variance, dw, db [C].
// One workgroup computes one map. Order of each sum: lane l adds elements l, l + 256, …, then the lanes' sums are added by halves.
// inverseSqrt is within 2 ULP.
// uses: lib/workgroupSum.wgsl

const N = 2u;
const C = 3u;
const I = 4u;
const EPSILON: f32 = 1e-5;

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> mean: array<f32>;
@group(0) @binding(3) var<storage, read> variance: array<f32>;
@group(0) @binding(4) var<storage, read_write> dw: array<f32>;
@group(0) @binding(5) var<storage, read_write> db: array<f32>;

@compute @workgroup_size(256)
fn batch_norm_parameter_grads(
  @builtin(local_invocation_index) lane: u32,
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
  let c = group.y * groups.x + group.x;
  if (c >= C) {
    return;
  }
  let center = mean[c];
  let inverse = inverseSqrt(variance[c] + EPSILON);
  var weight_sum = 0.0;
  var bias_sum = 0.0;
  for (var e = lane; e < N * I; e += 256u) {
    let place = (e / I * C + c) * I + e % I;
    weight_sum += dy[place] * ((x[place] - center) * inverse);
    bias_sum += dy[place];
  }
  let weight_total = workgroup_sum(lane, weight_sum);
  let bias_total = workgroup_sum(lane, bias_sum);
  if (lane == 0u) {
    dw[c] = weight_total;
    db[c] = bias_total;
  }
}
