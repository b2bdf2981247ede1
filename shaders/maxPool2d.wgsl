// Maximum pooling, and which cell of the window won: the first in row-major order where several are equal. Padding never wins.
//   y[n,c,p,q] = max_{i<KH, j<KW} x[n, c, p·SH + i − TOP, q·SW + j − LEFT]          index = i·KW + j of that maximum
// x [NC, H, W]; y, index [NC, P, Q]: batch and maps are one axis here.
// One invocation computes one y and its index; neighbours in q load x with stride SW. Exact.

const NC = 2u;
const H = 4u;
const W = 4u;
const KH = 2u;
const KW = 2u;
const SH = 2u;
const SW = 2u;
const TOP = 0u;
const LEFT = 0u;
const P = 2u;
const Q = 2u;

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
  // The rows and columns of the window that lie in x, from the first to before the second.
  let i0 = select(0u, TOP - p * SH, TOP > p * SH);
  let j0 = select(0u, LEFT - q * SW, LEFT > q * SW);
  let i1 = min(KH, H + TOP - p * SH);
  let j1 = min(KW, W + LEFT - q * SW);
  var best = x[(nc * H + p * SH + i0 - TOP) * W + q * SW + j0 - LEFT];
  var place = i0 * KW + j0;
  for (var i = i0; i < i1; i++) {
    for (var j = j0; j < j1; j++) {
      let value = x[(nc * H + p * SH + i - TOP) * W + q * SW + j - LEFT];
      if (value > best) {
        best = value;
        place = i * KW + j;
      }
    }
  }
  y[o] = best;
  index[o] = place;
}
