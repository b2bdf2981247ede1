// ∂L/∂x of maximum pooling: each window's gradient goes to the cell that won.
//   dx[n,c,h,w] = Σ dy[n,c,p,q]   over the windows (p, q) whose index is the place of (h, w) in them
// dy, index [NC, P, Q], dx [NC, H, W]: batch and maps are one axis here.
// One invocation computes one dx (a gather). Order of the sum: p, q. |error| ≤ γ_(KH·KW) · Σ|dy|.

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

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> index: array<u32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(64)
fn max_pool_2d_grad(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
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
      let window = (nc * P + p) * Q + q;
      if (index[window] == (h - p * SH) * KW + w - q * SW) {
        sum += dy[window];
      }
    }
  }
  dx[o] = sum;
}
