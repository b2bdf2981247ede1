// Convolution, bias, 2×2 maximum pooling and ReLU at one go, as a product of matrices.
//   b[n,m,p,q] = Σ_c Σ_i Σ_j x[n, c, p·SH + i·DH − TOP, q·SW + j·DW − LEFT] · weight[m,c,i,j] + bias[m]
//   y[n,m,u,v] = max(max of b over the window at (2u, 2v), 0);   index = place of that maximum in its window, 0 … 3
// x [N, C, H, W], weight [M, C, KH, KW], bias [M]; b [N, M, P, Q]; y, index [N, M, U, V]. Terms outside x are 0. A row or column of b that no
// window covers is not computed.
// Maps are the rows of the product, pixels its columns, the four of a window side by side: a lane holds whole windows. Who computes what, and
// in which order, is said in lib/productTile.wgsl.
// uses: lib/productTile.wgsl, lib/convolutionProduct.wgsl

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
// 0: the maximum is the output; 1: ReLU after it.
const ACTIVATION = 1u;
const QUADS = 1u;
const ROW_LANES = 1u;
const COLUMN_LANES = 8u;
const SLICES = 1u;
const STEP = 9u;
const LANES = 8u;
const U = P / 2u;
const V = Q / 2u;
const WINDOWS = N * U * V;
const COLUMNS = 4u * WINDOWS;

@group(0) @binding(0) var<storage, read> x: array<f32, N * C * H * W>;
@group(0) @binding(1) var<storage, read> weight: array<f32, M * TERMS>;
@group(0) @binding(2) var<storage, read> bias: array<f32, M>;
@group(0) @binding(3) var<storage, read_write> y: array<f32, M * WINDOWS>;
@group(0) @binding(4) var<storage, read_write> index: array<u32, M * WINDOWS>;

// Windows beyond the last repeat it and are not written.
fn columns_from(column: u32) -> Columns {
  let window = min(column / 4u, WINDOWS - 1u);
  let p = window / V % U * 2u;
  let q = window % V * 2u;
  return columns_seen(vec4u(window / (U * V)), p + vec4u(0u, 0u, 1u, 1u), q + vec4u(0u, 1u, 0u, 1u));
}

fn finish(m: u32, column: u32, part: u32, sum: vec4f) {
  let window = column / 4u;
  if (window >= WINDOWS) {
    return;
  }
  var best = sum.x;
  var at = 0u;
  if (sum.y > best) {
    best = sum.y;
    at = 1u;
  }
  if (sum.z > best) {
    best = sum.z;
    at = 2u;
  }
  if (sum.w > best) {
    best = sum.w;
    at = 3u;
  }
  let value = best + bias[m];
  let place = (window / (U * V) * M + m) * (U * V) + window % (U * V);
  y[place] = select(value, max(value, 0.0), ACTIVATION == 1u);
  index[place] = at;
}

@compute @workgroup_size(LANES)
fn conv_2d_bias_max_pool_relu_product(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  // Workgroups in several rows, where one would be too long.
  product_tile(id.y * groups.x + id.x, lane);
}
