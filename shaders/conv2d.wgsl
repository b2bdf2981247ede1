// Convolution: valid cross-correlation, stride 1.
//   y[n,m,p,q] = Σ_c Σ_i Σ_j x[n, c, p+i, q+j] · weight[m,c,i,j]
// x [N, C, H, W], weight [M, C, KH, KW], y [N, M, P, Q].
// One invocation computes one y; q runs fastest. Order of the sum: c, i, j. |error| ≤ γ_(C·KH·KW) · Σ|x·weight|.

const N = 1u;
const C = 1u;
const H = 4u;
const W = 4u;
const M = 1u;
const KH = 3u;
const KW = 3u;
const P = H - KH + 1u;
const Q = W - KW + 1u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> weight: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn conv_2d(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let o = id.y * groups.x * 64u + id.x;
  if (o >= N * M * P * Q) {
    return;
  }
  let q = o % Q;
  let p = (o / Q) % P;
  let m = (o / (Q * P)) % M;
  let n = o / (Q * P * M);
  var sum = 0.0;
  for (var c = 0u; c < C; c++) {
    for (var i = 0u; i < KH; i++) {
      for (var j = 0u; j < KW; j++) {
        sum += x[((n * C + c) * H + p + i) * W + q + j] * weight[((m * C + c) * KH + i) * KW + j];
      }
    }
  }
  y[o] = sum;
}
