// Convolution, bias and activation at one go, as a product of matrices.
//   y[n,m,p,q] = f( Σ_c Σ_i Σ_j x[n, c, p·SH + i·DH − TOP, q·SW + j·DW − LEFT] · weight[m,c,i,j] + bias[m] )
// x [N, C, H, W], weight [M, C, KH, KW], bias [M], y [N, M, P, Q]. Terms outside x are 0.
// Maps are the rows of the product, pixels (n, p, q) its columns; who computes what, and in which order, is said in lib/productTile.wgsl.
// uses: lib/productTile.wgsl, lib/convolutionProduct.wgsl, lib/activation.wgsl

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
const ACTIVATION = 1u;
const QUADS = 1u;
const ROW_LANES = 1u;
const COLUMN_LANES = 8u;
const SLICES = 1u;
const STEP = 9u;
const LANES = 8u;
const COLUMNS = N * P * Q;

@group(0) @binding(0) var<storage, read> x: array<f32, N * C * H * W>;
@group(0) @binding(1) var<storage, read> weight: array<f32, M * TERMS>;
@group(0) @binding(2) var<storage, read> bias: array<f32, M>;
@group(0) @binding(3) var<storage, read_write> y: array<f32, M * COLUMNS>;

// Pixels beyond the last repeat it and are not written.
fn columns_from(column: u32) -> Columns {
  let pixel = min(column + vec4u(0u, 1u, 2u, 3u), vec4u(COLUMNS - 1u));
  return columns_seen(pixel / (P * Q), pixel / Q % P, pixel % Q);
}

fn store(m: u32, pixel: u32, value: f32) {
  if (pixel < COLUMNS) {
    y[(pixel / (P * Q) * M + m) * (P * Q) + pixel % (P * Q)] = activate(value);
  }
}

fn finish(m: u32, pixel: u32, part: u32, sum: vec4f) {
  let four = sum + bias[m];
  store(m, pixel, four.x);
  store(m, pixel + 1u, four.y);
  store(m, pixel + 2u, four.z);
  store(m, pixel + 3u, four.w);
}

@compute @workgroup_size(LANES)
fn conv_2d_bias_activation_product(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  // Workgroups in several rows, where one would be too long.
  product_tile(id.y * groups.x + id.x, lane);
}
