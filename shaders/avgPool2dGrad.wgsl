// ∂L/∂x of mean pooling: every cell of a window receives an equal share.
//   dx[n,c,h,w] = 1/(KH·KW) · Σ dy[n,c,p,q]   over the windows (p, q) that cover (h, w)
// dy [NC, P, Q], dx [NC, H, W]: batch and maps are one axis here.
// One invocation computes one dx (a gather). Order of the sum: p, q.

const NC = 2u;
const H = 4u;
const W = 4u;
const KH = 2u;
const KW = 2u;
const SH = 2u;
const SW = 2u;
const P = (H - KH) / SH + 1u;
const Q = (W - KW) / SW + 1u;

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(64)
fn avg_pool_2d_grad(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let o = id.y * groups.x * 64u + id.x;
  if (o >= NC * H * W) {
    return;
  }
  let w = o % W;
  let h = (o / W) % H;
  let nc = o / (W * H);
  // The windows that cover (h, w): those that start at most a window before it, and at it at the latest.
  let p0 = select(0u, (h - KH) / SH + 1u, h >= KH);
  let q0 = select(0u, (w - KW) / SW + 1u, w >= KW);
  let p1 = min(h / SH + 1u, P);
  let q1 = min(w / SW + 1u, Q);
  var sum = 0.0;
  for (var p = p0; p < p1; p++) {
    for (var q = q0; q < q1; q++) {
      sum += dy[(nc * P + p) * Q + q];
    }
  }
  dx[o] = sum / f32(KH * KW);
}
