// ∂L/∂x of a convolution as a product of matrices.
//   dx[n,c,h,w] = Σ_m Σ_i Σ_j dy[n, m, (h + TOP − i·DH)/SH, (w + LEFT − j·DW)/SW] · weight[m,c,i,j]
// dy [N, M, P, Q], weight [M, C, KH, KW], dx [N, C, H, W]. Terms outside dy, or between its cells, are 0.
// Maps of the input are the rows of the product, its pixels (n, h, w) the columns; who computes what, and in which order, is said in
// lib/productTile.wgsl.
// uses: lib/productTile.wgsl, lib/inputGradProduct.wgsl

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
const QUADS = 1u;
const ROW_LANES = 1u;
const COLUMN_LANES = 8u;
const SLICES = 1u;
const STEP = 9u;
const LANES = 8u;

@group(0) @binding(0) var<storage, read> dy: array<f32, N * M * P * Q>;
@group(0) @binding(1) var<storage, read> weight: array<f32, M * C * TAPS>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32, N * C * H * W>;

fn finished(sum: f32, place: u32) -> f32 {
  return sum;
}

@compute @workgroup_size(LANES)
fn conv_2d_input_grad_product(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  // Workgroups in several rows, where one would be too long.
  product_tile(id.y * groups.x + id.x, lane);
}
