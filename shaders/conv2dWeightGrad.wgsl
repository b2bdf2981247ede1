// ∂L/∂weight of a convolution.
//   dw[m,c,i,j] = Σ_n Σ_p Σ_q x[n, c, p+i, q+j] · dy[n,m,p,q]
// x [N, C, H, W], dy [N, M, P, Q], dw [M, C, KH, KW].
// One invocation computes one dw. Order of the sum: n, p, q. |error| ≤ γ_(N·P·Q) · Σ|x·dy|.

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
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> dw: array<f32>;

@compute @workgroup_size(64)
fn conv_2d_weight_grad(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let o = id.y * groups.x * 64u + id.x;
  if (o >= M * C * KH * KW) {
    return;
  }
  let j = o % KW;
  let i = (o / KW) % KH;
  let c = (o / (KW * KH)) % C;
  let m = o / (KW * KH * C);
  var sum = 0.0;
  for (var n = 0u; n < N; n++) {
    for (var p = 0u; p < P; p++) {
      for (var q = 0u; q < Q; q++) {
        sum += x[((n * C + c) * H + p + i) * W + q + j] * dy[((n * M + m) * P + p) * Q + q];
      }
    }
  }
  dw[o] = sum;
}
