// ∂L/∂weight and ∂L/∂bias of a convolution, as PARTS partial sums each over a part of the pixels, to be added in their order.
//   dw[m,c,i,j] = Σ_n Σ_p Σ_q x[n, c, p·SH + i·DH − TOP, q·SW + j·DW − LEFT] · dy[n,m,p,q]          db[m] = Σ_n Σ_p Σ_q dy[n,m,p,q]
// x [N, C, H, W], dy [N, M, P, Q]; dw [PARTS][M, C, KH, KW] and db [PARTS][M], parts a multiple of 64 elements apart. Terms outside x are 0.
// Maps are the rows of the product, taps (c, i, j) its columns, pixels (n, p, q) its terms; who computes what, and in which order, is said in
// lib/productTile.wgsl.
// uses: lib/productTile.wgsl, lib/weightGradProduct.wgsl

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
const PARTS = 1u;
const QUADS = 1u;
const ROW_LANES = 1u;
const COLUMN_LANES = 8u;
const SLICES = 1u;
const STEP = 9u;
const LANES = 8u;

@group(0) @binding(0) var<storage, read> x: array<f32, N * C * H * W>;
@group(0) @binding(1) var<storage, read> dy: array<f32, M * TERMS>;
@group(0) @binding(2) var<storage, read_write> dw: array<f32, PARTS * WEIGHT_STRIDE>;
@group(0) @binding(3) var<storage, read_write> db: array<f32, PARTS * BIAS_STRIDE>;

fn grad_at(map: u32, pixel: u32) -> f32 {
  return dy[map * PIXELS + pixel];
}

@compute @workgroup_size(LANES)
fn conv_2d_parameter_grads_product(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  // Workgroups in several rows, where one would be too long.
  product_tile(id.y * groups.x + id.x, lane);
}
