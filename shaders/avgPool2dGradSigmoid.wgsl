// ∂L/∂x of the logistic function followed by mean pooling, for windows that lie side by side.
//   dx[n,c,h,w] = dy[n,c,p,q]/(KH·KW) · y[n,c,h,w] · (1 − y[n,c,h,w])   for the window (p, q) that covers (h, w); 0 where none does
// dy [NC, P, Q]; y, the logistic function's output, and dx [NC, H, W]: batch and maps are one axis here.
// One invocation computes one dx.

const NC = 2u;
const H = 4u;
const W = 4u;
const KH = 2u;
const KW = 2u;
const P = H / KH;
const Q = W / KW;

@group(0) @binding(0) var<storage, read> dy: array<f32, NC * P * Q>;
@group(0) @binding(1) var<storage, read> y: array<f32, NC * H * W>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32, NC * H * W>;

@compute @workgroup_size(64)
fn avg_pool_2d_grad_sigmoid(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let o = id.y * groups.x * 64u + id.x;
  if (o >= NC * H * W) {
    return;
  }
  let w = o % W;
  let h = (o / W) % H;
  let nc = o / (W * H);
  let p = h / KH;
  let q = w / KW;
  let share = dy[(nc * P + min(p, P - 1u)) * Q + min(q, Q - 1u)] / f32(KH * KW);
  dx[o] = select(0.0, share * y[o] * (1.0 - y[o]), p < P && q < Q);
}
