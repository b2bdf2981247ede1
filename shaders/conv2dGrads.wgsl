// All gradients of a convolution.
//   dw[m,c,i,j] = Σ_n Σ_p Σ_q x[n, c, p+i, q+j] · dy[n,m,p,q]          db[m] = Σ_n Σ_p Σ_q dy[n,m,p,q]
//   dx[n,c,h,w] = Σ_m Σ_i Σ_j dy[n, m, h−i, w−j] · weight[m,c,i,j]        (terms outside dy are 0)
// x and dx [N, C, H, W], dy [N, M, P, Q], weight [M, C, KH, KW]; dw [PARTS][M, C, KH, KW] and db [PARTS][M], parts a multiple of 64 elements
// apart, to be added in their order; C a multiple of MAPS.
// The first workgroups compute dw and db as conv2dParameterGrads.wgsl does, the others dx as conv2dInputGradStrips.wgsl does, in strips of
// HEIGHT rows, one or two. Order of the sums: as there.
// uses: lib/weightGradBlocks.wgsl, lib/inputGradStrips.wgsl

const N = 1u;
const C = 2u;
const H = 6u;
const W = 6u;
const M = 2u;
const KH = 3u;
const KW = 3u;
const PARTS = 1u;
const HEIGHT = 2u;
const MAPS = 2u;
const P = H - KH + 1u;
const Q = W - KW + 1u;
const TAP_GROUPS = (TAP_TILES + 63u) / 64u;
const STRIP_GROUPS = (ALL_STRIPS + 63u) / 64u;
const GROUPS = TAP_GROUPS + STRIP_GROUPS * (C / MAPS);

@group(0) @binding(0) var<storage, read> x: array<f32, SIZE>;
@group(0) @binding(1) var<storage, read> dy: array<f32, GRADS>;
@group(0) @binding(2) var<storage, read> weight: array<f32, M * C * K>;
@group(0) @binding(3) var<storage, read_write> dw: array<f32, PARTS * WEIGHT_STRIDE>;
@group(0) @binding(4) var<storage, read_write> db: array<f32, PARTS * BIAS_STRIDE>;
@group(0) @binding(5) var<storage, read_write> dx: array<f32, SIZE>;

fn store_input(place: u32, sum: f32) {
  dx[place] = sum;
}

@compute @workgroup_size(64)
fn conv_2d_grads(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  // Workgroups in several rows, where one would be too long.
  let group = id.y * groups.x + id.x;
  if (group < TAP_GROUPS) {
    tap_tile(group * 64u + lane);
  } else if (group < GROUPS) {
    let o = group - TAP_GROUPS;
    input_grad_strip(o % STRIP_GROUPS * 64u + lane, o / STRIP_GROUPS * MAPS);
  }
}
