// Dense layer, bias and activation at one go, as a product of matrices.
//   y[n,o] = f( Σ_k x[n,k] · weight[o,k] + bias[o] )
// x [N, F], weight [O, F], bias [O], y [N, O].
// Outputs are the rows of the product, samples its columns, features its terms; who computes what, and in which order, is said in
// lib/productTile.wgsl.
// uses: lib/productTile.wgsl, lib/activation.wgsl

const N = 1u;
const F = 4u;
const O = 2u;
const ACTIVATION = 1u;
const QUADS = 1u;
const ROW_LANES = 1u;
const COLUMN_LANES = 8u;
const SLICES = 1u;
const STEP = 4u;
const LANES = 8u;
const PARTS = 1u;
const ROWS = O;
const COLUMNS = N;
const TERMS = F;

@group(0) @binding(0) var<storage, read> x: array<f32, N * F>;
@group(0) @binding(1) var<storage, read> weight: array<f32, O * F>;
@group(0) @binding(2) var<storage, read> bias: array<f32, O>;
@group(0) @binding(3) var<storage, read_write> y: array<f32, N * O>;

// Where four samples begin; those beyond the last repeat it and are not written.
struct Columns { sample: vec4u }

fn columns_from(n: u32) -> Columns {
  return Columns(min(n + vec4u(0u, 1u, 2u, 3u), vec4u(N - 1u)) * F);
}

fn right_four(columns: Columns, k: u32) -> vec4f {
  let place = columns.sample + k;
  return vec4f(x[place.x], x[place.y], x[place.z], x[place.w]);
}

fn left_four(o: u32, k: u32) -> vec4f {
  let place = min(o + vec4u(0u, 1u, 2u, 3u), vec4u(O - 1u)) * F + k;
  return vec4f(weight[place.x], weight[place.y], weight[place.z], weight[place.w]);
}

fn store(o: u32, n: u32, value: f32) {
  if (n < N) {
    y[n * O + o] = activate(value);
  }
}

fn finish(o: u32, n: u32, part: u32, sum: vec4f) {
  let four = sum + bias[o];
  store(o, n, four.x);
  store(o, n + 1u, four.y);
  store(o, n + 2u, four.z);
  store(o, n + 3u, four.w);
}

@compute @workgroup_size(LANES)
fn dense_bias_activation_product(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  // Workgroups in several rows, where one would be too long.
  product_tile(id.y * groups.x + id.x, lane);
}
