enable subgroups;
// Convolution, bias, 2×2 maximum pooling and ReLU, a tile at a time: for programs on the processor, whose time goes into loads.
//   b[n,m,p,q] = Σ_c Σ_i Σ_j x[n, c, p+i−TOP, q+j−LEFT] · weight[m,c,i,j] + bias[m]        (terms outside x are 0)
//   y[n,m,u,v] = max(max of b over the window at (2u, 2v), 0);   index = place of that maximum in its window, 0 … 3
// x [N, C, H, W], weight [M, C, KH, KW], bias [M]; b [N, M, P, Q]; y, index [N, M, U, V]. A row or column of b that no window covers is not
// computed. KW ≤ 5.
// One invocation computes COLUMNS/2 neighbouring windows, STRIPS of which make a row, of MAPS maps. Each lane loads the weights of one map,
// and the others receive them from it. Order of the sum: c, i, j. Lanes beyond the last tile repeat it and write nothing.
// uses: lib/convolutionTile.wgsl

const N = 1u;
const C = 1u;
const H = 6u;
const W = 6u;
const M = 2u;
const KH = 3u;
const KW = 3u;
const P = 4u;
const Q = 4u;
const TOP = 0u;
const LEFT = 0u;
const MAPS = 2u;
const COLUMNS = 4u;
const STRIPS = 1u;
const LANES = 32u;
const SUBGROUP = 4u;
// 0: the maximum is the output; 1: ReLU after it.
const ACTIVATION = 1u;
const U = P / 2u;
const V = Q / 2u;

@group(0) @binding(0) var<storage, read> x: array<f32, N * C * H * W>;
@group(0) @binding(1) var<storage, read> weight: array<f32, M * C * KH * KW>;
@group(0) @binding(2) var<storage, read> bias: array<f32, M>;
@group(0) @binding(3) var<storage, read_write> y: array<f32, N * M * U * V>;
@group(0) @binding(4) var<storage, read_write> index: array<u32, N * M * U * V>;

fn pool(b: f32, place: u32, window: vec4f) {
  var best = window.x;
  var at = 0u;
  if (window.y > best) {
    best = window.y;
    at = 1u;
  }
  if (window.z > best) {
    best = window.z;
    at = 2u;
  }
  if (window.w > best) {
    best = window.w;
    at = 3u;
  }
  let value = best + b;
  y[place] = select(value, max(value, 0.0), ACTIVATION == 1u);
  index[place] = at;
}

// The windows in columns t … t + 3 of a tile whose first window is v, as far as it and y have them.
fn pool_two(b: f32, row: u32, v: u32, t: u32, upper: vec4f, lower: vec4f) {
  let window = v + t / 2u;
  if (window < V) { pool(b, row + window, vec4f(upper.xy, lower.xy)); }
  if ((t + 2u < COLUMNS) & (window + 1u < V)) { pool(b, row + window + 1u, vec4f(upper.zw, lower.zw)); }
}

@compute @workgroup_size(LANES)
fn conv_2d_bias_max_pool_relu_tiles(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(subgroup_invocation_id) member: u32,
) {
  let o = min(id.x, N * U * STRIPS - 1u);
  let n = o / (STRIPS * U);
  let u = o / STRIPS % U;
  // A constant where one tile has the whole row.
  var v = 0u;
  if (STRIPS > 1u) { v = o % STRIPS * (COLUMNS / 2u); }
  let m = id.y * MAPS;
  convolve_tile(n, m, 2u * u, 2u * v, member);
  if (id.x == o) {
    for (var k = 0u; k < min(MAPS, M - m); k++) {
      let b = bias[m + k];
      let row = ((n * M + m + k) * U + u) * V;
      let first = k * 2u * BLOCKS;
      for (var four = 0u; four < BLOCKS; four++) {
        pool_two(b, row, v, 4u * four, sums[first + four], sums[first + BLOCKS + four]);
      }
    }
  }
}
