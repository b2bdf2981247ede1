// All gradients of a convolution that stands behind maximum pooling and a ReLU, whose output is x, and of these: conv2dGrads.wgsl with
//   dx[n,c,u,v] = Σ_m Σ_i Σ_j dy[n, m, h−i, w−j] · weight[m,c,i,j] of its window (h, w) where x > 0, if index says that (u, v) won it, else 0
// x, index [N, C, H, W]: windows of VH × VW cells, side by side; dx [N, C, PH, PW], cells that no window covers being 0. dy [N, M, P, Q],
// weight [M, C, KH, KW]; dw [PARTS][M, C, KH, KW] and db [PARTS][M], parts a multiple of 64 elements apart, to be added in their order; C a
// multiple of MAPS. The gradient of x is never written. Who computes what, and the order of the sums: as there.
// uses: lib/weightGradBlocks.wgsl, lib/inputGradStrips.wgsl, lib/windowSpread.wgsl

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
const VH = 2u;
const VW = 2u;
const PH = 12u;
const PW = 12u;
const PP = H;
const PQ = W;
const P = H - KH + 1u;
const Q = W - KW + 1u;
const TAP_GROUPS = (TAP_TILES + 63u) / 64u;
const STRIP_GROUPS = (ALL_STRIPS + 63u) / 64u;
const GROUPS = TAP_GROUPS + STRIP_GROUPS * (C / MAPS);

@group(0) @binding(0) var<storage, read> x: array<f32, SIZE>;
@group(0) @binding(1) var<storage, read> dy: array<f32, GRADS>;
@group(0) @binding(2) var<storage, read> weight: array<f32, M * C * K>;
@group(0) @binding(3) var<storage, read> index: array<u32, SIZE>;
@group(0) @binding(4) var<storage, read_write> dw: array<f32, PARTS * WEIGHT_STRIDE>;
@group(0) @binding(5) var<storage, read_write> db: array<f32, PARTS * BIAS_STRIDE>;
@group(0) @binding(6) var<storage, read_write> dx: array<f32, N * C * PH * PW>;

fn seen_at(place: u32) -> f32 {
  return x[place];
}

fn store_input(place: u32, sum: f32) {
  spread(place, sum);
}

@compute @workgroup_size(64)
fn conv_2d_grads_max_pool_relu(
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
