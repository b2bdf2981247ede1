// Maximum pooling, and which cell of the window won: the first in row-major order where several are equal.
//   y[n,c,p,q] = max_{i<KH, j<KW} x[n, c, p·SH + i, q·SW + j]          index = i·KW + j of that maximum
// x [NC, H, W]; y, index [NC, P, Q]: batch and maps are one axis here.
// One invocation computes one y and its index; neighbours in q load x with stride SW. Exact.

const NC = 2u;
const H = 4u;
const W = 4u;
const KH = 2u;
const KW = 2u;
const SH = 2u;
const SW = 2u;
const P = (H - KH) / SH + 1u;
const Q = (W - KW) / SW + 1u;
// The least f32: WGSL has no infinity.
const LOWEST: f32 = -3.4028234663852886e38;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;
@group(0) @binding(2) var<storage, read_write> index: array<u32>;

@compute @workgroup_size(64)
fn max_pool_2d(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let o = id.y * groups.x * 64u + id.x;
  if (o >= NC * P * Q) {
    return;
  }
  let q = o % Q;
  let p = (o / Q) % P;
  let nc = o / (Q * P);
  var best = LOWEST;
  var place = 0u;
  for (var i = 0u; i < KH; i++) {
    for (var j = 0u; j < KW; j++) {
      let value = x[(nc * H + p * SH + i) * W + q * SW + j];
      if (value > best) {
        best = value;
        place = i * KW + j;
      }
    }
  }
  y[o] = best;
  index[o] = place;
}
