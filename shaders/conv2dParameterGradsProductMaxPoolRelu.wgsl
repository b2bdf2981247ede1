// ∂L/∂weight and ∂L/∂bias of a convolution behind which maximum pooling and then a ReLU stand, from the ReLU's gradient:
// conv2dParameterGradsProduct.wgsl, where the gradient of the convolution's output is made as it is loaded and never written,
//   dz[n,m,p,q] = dy of its window where y > 0, if index says that (p, q) won it, else 0
// dy, y, index [N, M, PP, PQ]: windows of 2 × 2 side by side. x [N, C, H, W], dw [PARTS][M, C, KH, KW], db [PARTS][M].
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
const PP = 1u;
const PQ = 1u;
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
@group(0) @binding(1) var<storage, read> dy: array<f32, N * M * PP * PQ>;
@group(0) @binding(2) var<storage, read> y: array<f32, N * M * PP * PQ>;
@group(0) @binding(3) var<storage, read> index: array<u32, N * M * PP * PQ>;
@group(0) @binding(4) var<storage, read_write> dw: array<f32, PARTS * WEIGHT_STRIDE>;
@group(0) @binding(5) var<storage, read_write> db: array<f32, PARTS * BIAS_STRIDE>;

fn grad_at(map: u32, pixel: u32) -> f32 {
  let p = pixel / Q;
  let q = pixel % Q;
  // A row or column that no window covers has no gradient.
  let place = (map * PP + p / 2u) * PQ + q / 2u;
  let is_winner = (p < 2u * PP) & (q < 2u * PQ) & (index[place] == p % 2u * 2u + q % 2u);
  return select(0.0, dy[place], is_winner & (y[place] > 0.0));
}

@compute @workgroup_size(LANES)
fn conv_2d_parameter_grads_product_max_pool_relu(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  // Workgroups in several rows, where one would be too long.
  product_tile(id.y * groups.x + id.x, lane);
}
