// ∂L/∂x of mean pooling: every cell of a window receives an equal share.
//   dx[n,c,h,w] = Σ dy[n,c,p,q]/D[p,q]   over the windows (p, q) that cover (h, w)
// D is how many cells of the window count: those in rows ROW0 … ROW1 − 1 and columns COLUMN0 … COLUMN1 − 1, numbered from the corner of the
// padded input.
// dy [NC, P, Q], dx [NC, H, W]: batch and maps are one axis here.
// One invocation computes one dx (a gather). Order of the sum: p, q. |error| ≤ γ_(KH·KW + 5) · Σ|dy/D|.

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

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(64)
fn avg_pool_2d_grad(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let o = id.y * groups.x * 64u + id.x;
  if (o >= NC * H * W) {
    return;
  }
  let w = o % W + LEFT;
  let h = (o / W) % H + TOP;
  let nc = o / (W * H);
  // The windows that cover (h, w): those that start at most a window before it, and at it at the latest.
  let p0 = select(0u, (h - KH) / SH + 1u, h >= KH);
  let q0 = select(0u, (w - KW) / SW + 1u, w >= KW);
  let p1 = min(h / SH + 1u, P);
  let q1 = min(w / SW + 1u, Q);
  var sum = 0.0;
  for (var p = p0; p < p1; p++) {
    for (var q = q0; q < q1; q++) {
      let rows = min(p * SH + KH, ROW1) - max(p * SH, ROW0);
      let columns = min(q * SW + KW, COLUMN1) - max(q * SW, COLUMN0);
      sum += dy[(nc * P + p) * Q + q] / f32(rows * columns);
    }
  }
  dx[o] = sum;
}
