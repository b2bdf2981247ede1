enable subgroups;
// Convolution, bias and activation, a tile at a time: for programs on the processor, whose time goes into loads.
//   y[n,m,p,q] = f( Σ_c Σ_i Σ_j x[n, c, p+i−TOP, q+j−LEFT] · weight[m,c,i,j] + bias[m] )        (terms outside x are 0)
// x [N, C, H, W], weight [M, C, KH, KW], bias [M], y [N, M, P, Q]; KW ≤ 5.
// One invocation computes two rows of COLUMNS neighbours, STRIPS of which make a row, of MAPS maps. Each lane loads the weights of one map,
// and the others receive them from it. Order of the sum: c, i, j. Lanes beyond the last tile repeat it and write nothing.
// uses: lib/activation.wgsl, lib/convolutionTile.wgsl

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
const ACTIVATION = 1u;
const ROWS = (P + 1u) / 2u;

@group(0) @binding(0) var<storage, read> x: array<f32, N * C * H * W>;
@group(0) @binding(1) var<storage, read> weight: array<f32, M * C * KH * KW>;
@group(0) @binding(2) var<storage, read> bias: array<f32, M>;
@group(0) @binding(3) var<storage, read_write> y: array<f32, N * M * P * Q>;

// Columns t … t + 3 of a tile that begins in column q, as far as it and y have them.
fn store_four(row: u32, q: u32, t: u32, sum: vec4f) {
  let place = row + q + t;
  if (q + t < Q) { y[place] = activate(sum.x); }
  if ((t + 1u < COLUMNS) & (q + t + 1u < Q)) { y[place + 1u] = activate(sum.y); }
  if ((t + 2u < COLUMNS) & (q + t + 2u < Q)) { y[place + 2u] = activate(sum.z); }
  if ((t + 3u < COLUMNS) & (q + t + 3u < Q)) { y[place + 3u] = activate(sum.w); }
}

@compute @workgroup_size(LANES)
fn conv_2d_bias_activation_tiles(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(subgroup_invocation_id) member: u32,
) {
  let o = min(id.x, N * ROWS * STRIPS - 1u);
  let n = o / (STRIPS * ROWS);
  let p = o / STRIPS % ROWS * 2u;
  // A constant where one tile has the whole row.
  var q = 0u;
  if (STRIPS > 1u) { q = o % STRIPS * COLUMNS; }
  let m = id.y * MAPS;
  convolve_tile(n, m, p, q, member);
  if (id.x == o) {
    for (var k = 0u; k < min(MAPS, M - m); k++) {
      let b = bias[m + k];
      for (var r = 0u; r < min(2u, P - p); r++) {
        let row = ((n * M + m + k) * P + p + r) * Q;
        let first = (k * 2u + r) * BLOCKS;
        for (var four = 0u; four < BLOCKS; four++) {
          store_four(row, q, 4u * four, sums[first + four] + b);
        }
      }
    }
  }
}
