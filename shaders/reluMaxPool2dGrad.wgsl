// ∂L/∂x of maximum pooling followed by ReLU, for windows that lie side by side.
//   g = dy where y > 0, else 0;   dx[n,c,h,w] = g of its window, if index says that (h, w) won it, else 0
// dy, y, index [NC, P, Q], dx [NC, H, W]: batch and maps are one axis here. Cells that no window covers receive 0.
// One invocation writes the KH × KW cells of one window, or of what is left of one at the edge. Exact.

const NC = 2u;
const H = 4u;
const W = 4u;
const KH = 2u;
const KW = 2u;
const P = H / KH;
const Q = W / KW;
const ROWS = (H + KH - 1u) / KH;
const COLUMNS = (W + KW - 1u) / KW;

@group(0) @binding(0) var<storage, read> dy: array<f32, NC * P * Q>;
@group(0) @binding(1) var<storage, read> y: array<f32, NC * P * Q>;
@group(0) @binding(2) var<storage, read> index: array<u32, NC * P * Q>;
@group(0) @binding(3) var<storage, read_write> dx: array<f32, NC * H * W>;

@compute @workgroup_size(64)
fn relu_max_pool_2d_grad(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let o = id.y * groups.x * 64u + id.x;
  if (o >= NC * ROWS * COLUMNS) {
    return;
  }
  let q = o % COLUMNS;
  let p = (o / COLUMNS) % ROWS;
  let nc = o / (COLUMNS * ROWS);
  let window = (nc * P + min(p, P - 1u)) * Q + min(q, Q - 1u);
  let is_window = p < P && q < Q;
  let g = select(0.0, dy[window], is_window && y[window] > 0.0);
  let place = index[window];
  for (var i = 0u; i < KH; i++) {
    for (var j = 0u; j < KW; j++) {
      let h = p * KH + i;
      let w = q * KW + j;
      if (h < H && w < W) {
        dx[(nc * H + h) * W + w] = select(0.0, g, place == i * KW + j);
      }
    }
  }
}
