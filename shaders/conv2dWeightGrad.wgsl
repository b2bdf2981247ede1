// ∂L/∂weight of a convolution.
//   dw[m,c,i,j] = Σ_n Σ_p Σ_q x[n, g·CG + c, p·SH + i·DH − TOP, q·SW + j·DW − LEFT] · dy[n,m,p,q]
// c < CG = C/GROUPS; g = m/(M/GROUPS) is the group of map m. Terms outside x are 0.
// x [N, C, H, W], dy [N, M, P, Q], dw [M, CG, KH, KW].
// One workgroup computes one dw: lane l sums the rows l, l + 256, … of the N·P that dy has for map m, each in the order of q; then the lanes
// are added. |error| ≤ γ_(N·P·Q) · Σ|x·dy|.
// uses: lib/workgroupSum.wgsl

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

@compute @workgroup_size(256)
fn conv_2d_weight_grad(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) lane: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  // Of workgroups folded into rows, the last may have nothing to do: they repeat the last dw and write nothing.
  let o = min(group.y * groups.x + group.x, M * CG * KH * KW - 1u);
  let j = o % KW;
  let i = (o / KW) % KH;
  let c = (o / (KW * KH)) % CG;
  let m = o / (KW * KH * CG);
  var sum = 0.0;
  for (var row = lane; row < N * P; row += 256u) {
    let n = row / P;
    let p = row % P;
    let map = n * C + m / MG * CG + c;
    // Unsigned: what lies above or left of x wraps around, and lies outside too.
    let h = p * SH + i * DH - TOP;
    for (var q = 0u; q < Q; q++) {
      let w = q * SW + j * DW - LEFT;
      if (h < H && w < W) {
        sum += x[(map * H + h) * W + w] * dy[((n * M + m) * P + p) * Q + q];
      }
    }
  }
  let total = workgroup_sum(lane, sum);
  if (lane == 0u && o == group.y * groups.x + group.x) {
    dw[o] = total;
  }
}
