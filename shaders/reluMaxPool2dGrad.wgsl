// ∂L/∂x of maximum pooling followed by ReLU, for windows that lie side by side.
//   g = dy where y > 0, else 0;   dx[n,c,h,w] = g of its window, if index says that (h, w) won it, else 0
// dy, y, index [NC, P, Q], dx [NC, H, W]: batch and maps are one axis here. Cells that no window covers receive 0.
// One invocation writes the KH × KW cells of one window, or of what is left of one at the edge. Exact.
// uses: lib/windowCells.wgsl

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
  let window = window_of(o);
  let g = select(0.0, dy[window.place], window.is_whole && y[window.place] > 0.0);
  give(window, g, index[window.place]);
}
