// Convolution: cross-correlation, with stride, padding, dilation and groups.
//   y[n,m,p,q] = Σ_c Σ_i Σ_j x[n, g·CG + c, p·SH + i·DH − TOP, q·SW + j·DW − LEFT] · weight[m,c,i,j]
// c < CG = C/GROUPS; g = m/(M/GROUPS) is the group of map m. Terms outside x are 0.
// x [N, C, H, W], weight [M, CG, KH, KW], y [N, M, P, Q].
// One invocation computes one y; q runs fastest. Order of the sum: c, i, j. |error| ≤ γ_(CG·KH·KW) · Σ|x·weight|.

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
  for (var c = 0u; c < CG; c++) {
    let map = n * C + m / MG * CG + c;
    for (var i = 0u; i < KH; i++) {
      for (var j = 0u; j < KW; j++) {
        // Unsigned: what lies above or left of x wraps around, and lies outside too.
        let h = p * SH + i * DH - TOP;
        let w = q * SW + j * DW - LEFT;
        if (h < H && w < W) {
          sum += x[(map * H + h) * W + w] * weight[((m * CG + c) * KH + i) * KW + j];
        }
      }
    }
  }
  y[o] = sum;
}
