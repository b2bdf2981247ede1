enable subgroups;
// ∂L/∂weight and ∂L/∂bias of batch normalisation, without barriers.
//   dw[c] = 1/√(variance[c] + EPSILON) · Σ_n Σ_i dy[n,c,i] · (x[n,c,i] − mean[c]);   db[c] = Σ_n Σ_i dy[n,c,i]
// dy, x [N, C, I]; mean, variance, dw, db [C].
// One subgroup, which is a workgroup of LANES, computes one map; its lanes load neighbours. Order of each sum: lane l adds, sample by sample,
// elements l, l + LANES, …, four at a time; then the lanes' sums are added. inverseSqrt is within 2 ULP. Workgroups beyond the last map
// repeat it.

const N = 2u;
const C = 3u;
const I = 4u;
const LANES = 4u;
const EPSILON: f32 = 1e-5;

@group(0) @binding(0) var<storage, read> dy: array<f32, N * C * I>;
@group(0) @binding(1) var<storage, read> x: array<f32, N * C * I>;
@group(0) @binding(2) var<storage, read> mean: array<f32, C>;
@group(0) @binding(3) var<storage, read> variance: array<f32, C>;
@group(0) @binding(4) var<storage, read_write> dw: array<f32, C>;
@group(0) @binding(5) var<storage, read_write> db: array<f32, C>;

// Elements of a map that are added four at a time without asking whether they are there.
const WHOLE = I / (4u * LANES) * 4u * LANES;

// Both terms of four elements.
struct Terms { weight: f32, bias: f32 }

fn four(a: vec4f, b: vec4f, center: f32) -> Terms {
  let products = a * (b - center);
  return Terms((products.x + products.y) + (products.z + products.w), (a.x + a.y) + (a.z + a.w));
}

// The gradient behind the whole ones in one map, `k` times LANES further, 0 where there is none.
fn left_over(first: u32, lane: u32, k: u32) -> f32 {
  let i = WHOLE + k * LANES;
  if (i >= I) {
    return 0.0;
  }
  return select(0.0, dy[first + i], i + lane < I);
}

// The input there. Where there is none its gradient is 0, whatever this is.
fn input_left_over(first: u32, k: u32) -> f32 {
  let i = WHOLE + k * LANES;
  if (i >= I) {
    return 0.0;
  }
  return x[first + i];
}

@compute @workgroup_size(LANES)
fn batch_norm_parameter_grads_lanes(
  @builtin(local_invocation_index) lane: u32,
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
  let c = min(group.y * groups.x + group.x, C - 1u);
  let center = mean[c];
  var weight_sum = 0.0;
  var bias_sum = 0.0;
  for (var n = 0u; n < N; n++) {
    let first = (n * C + c) * I + lane;
    for (var i = 0u; i < WHOLE; i += 4u * LANES) {
      let e = first + i;
      let terms = four(
        vec4f(dy[e], dy[e + LANES], dy[e + 2u * LANES], dy[e + 3u * LANES]),
        vec4f(x[e], x[e + LANES], x[e + 2u * LANES], x[e + 3u * LANES]),
        center,
      );
      weight_sum += terms.weight;
      bias_sum += terms.bias;
    }
    if (WHOLE < I) {
      let terms = four(
        vec4f(left_over(first, lane, 0u), left_over(first, lane, 1u), left_over(first, lane, 2u), left_over(first, lane, 3u)),
        vec4f(input_left_over(first, 0u), input_left_over(first, 1u), input_left_over(first, 2u), input_left_over(first, 3u)),
        center,
      );
      weight_sum += terms.weight;
      bias_sum += terms.bias;
    }
  }
  let weight_total = subgroupAdd(weight_sum) * inverseSqrt(variance[c] + EPSILON);
  let bias_total = subgroupAdd(bias_sum);
  if (lane == 0u) {
    dw[c] = weight_total;
    db[c] = bias_total;
  }
}
