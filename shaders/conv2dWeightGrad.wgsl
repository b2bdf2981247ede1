// ∂L/∂weight of a convolution.
//   dw[m,c,i,j] = Σ_n Σ_p Σ_q x[n, g·CG + c, p·SH + i·DH − TOP, q·SW + j·DW − LEFT] · dy[n,m,p,q]
// c < CG = C/GROUPS; g = m/(M/GROUPS) is the group of map m. Terms outside x are 0.
// x [N, C, H, W], dy [N, M, P, Q], dw [M, CG, KH, KW].
// One invocation computes one dw; j runs fastest. Order of the sum: n, p, q. |error| ≤ γ_(N·P·Q) · Σ|x·dy|.

const N = 1u;
const C = 1u;
const H = 4u;
const W = 4u;
const M = 1u;
const KH = 3u;
const KW = 3u;
const P = 2u;
const Q = 2u;
const SH = 1u;
const SW = 1u;
const TOP = 0u;
const LEFT = 0u;
const DH = 1u;
const DW = 1u;
const GROUPS = 1u;
const CG = C / GROUPS;
const MG = M / GROUPS;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> dw: array<f32>;

@compute @workgroup_size(64)
fn conv_2d_weight_grad(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let o = id.y * groups.x * 64u + id.x;
  if (o >= M * CG * KH * KW) {
    return;
  }
  let j = o % KW;
  let i = (o / KW) % KH;
  let c = (o / (KW * KH)) % CG;
  let m = o / (KW * KH * CG);
  var sum = 0.0;
  for (var n = 0u; n < N; n++) {
    let map = n * C + m / MG * CG + c;
    for (var p = 0u; p < P; p++) {
      // Unsigned: what lies above or left of x wraps around, and lies outside too.
      let h = p * SH + i * DH - TOP;
      for (var q = 0u; q < Q; q++) {
        let w = q * SW + j * DW - LEFT;
        if (h < H && w < W) {
          sum += x[(map * H + h) * W + w] * dy[((n * M + m) * P + p) * Q + q];
        }
      }
    }
  }
  dw[o] = sum;
}
