// Mean pooling.
//   y[n,c,p,q] = 1/D · Σ_{i<KH} Σ_{j<KW} x[n, c, p·SH + i − TOP, q·SW + j − LEFT]
// Terms outside x are 0. D is how many cells of the window count: those in rows ROW0 … ROW1 − 1 and columns COLUMN0 … COLUMN1 − 1, numbered
// from the corner of the padded input.
// x [NC, H, W], y [NC, P, Q]: batch and maps are one axis here.
// One invocation computes one y; neighbours in q load x with stride SW. Order of the sum: i, j.
// |error| ≤ γ_(KH·KW + 5) · Σ|x|/D.

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
const ROW0 = 0u;
const ROW1 = 4u;
const COLUMN0 = 0u;
const COLUMN1 = 4u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn avg_pool_2d(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let o = id.y * groups.x * 64u + id.x;
  if (o >= NC * P * Q) {
    return;
  }
  let q = o % Q;
  let p = (o / Q) % P;
  let nc = o / (Q * P);
  var sum = 0.0;
  for (var i = 0u; i < KH; i++) {
    for (var j = 0u; j < KW; j++) {
      // Unsigned: what lies above or left of x wraps around, and lies outside too.
      let h = p * SH + i - TOP;
      let w = q * SW + j - LEFT;
      if (h < H && w < W) {
        sum += x[(nc * H + h) * W + w];
      }
    }
  }
  let rows = min(p * SH + KH, ROW1) - max(p * SH, ROW0);
  let columns = min(q * SW + KW, COLUMN1) - max(q * SW, COLUMN0);
  y[o] = sum / f32(rows * columns);
}
