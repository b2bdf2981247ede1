// ∂L/∂x of a convolution: each dy goes back to the cells that it came from.
//   dx[n,c,h,w] = Σ_m Σ_i Σ_j dy[n, m, (h + TOP − i·DH)/SH, (w + LEFT − j·DW)/SW] · weight[m, c mod CG, i, j]
// over the MG = M/GROUPS maps m of the group of c; CG = C/GROUPS. Terms outside dy, or between its cells, are 0.
// dy [N, M, P, Q], weight [M, CG, KH, KW], dx [N, C, H, W].
// One invocation computes one dx (a gather: nothing is added to twice). Order of the sum: m, i, j.
// |error| ≤ γ_(MG·KH·KW) · Σ|dy·weight|.

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

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> weight: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(64)
fn conv_2d_input_grad(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let o = id.y * groups.x * 64u + id.x;
  if (o >= N * C * H * W) {
    return;
  }
  let w = o % W;
  let h = (o / W) % H;
  let c = (o / (W * H)) % C;
  let n = o / (W * H * C);
  let first = c / CG * MG;
  var sum = 0.0;
  for (var m = first; m < first + MG; m++) {
    for (var i = 0u; i < KH; i++) {
      for (var j = 0u; j < KW; j++) {
        // Unsigned: what lies above or left of dy wraps around, and lies outside too.
        let down = h + TOP - i * DH;
        let right = w + LEFT - j * DW;
        let p = down / SH;
        let q = right / SW;
        if (p < P && q < Q && down % SH == 0u && right % SW == 0u) {
          sum += dy[((n * M + m) * P + p) * Q + q] * weight[((m * CG + c % CG) * KH + i) * KW + j];
        }
      }
    }
  }
  dx[o] = sum;
}
