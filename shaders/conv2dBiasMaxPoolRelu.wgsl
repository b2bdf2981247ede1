// Convolution, bias, 2×2 maximum pooling and ReLU at one go.
//   b[n,m,p,q] = Σ_c Σ_i Σ_j x[n, c, p+i, q+j] · weight[m,c,i,j] + bias[m]
//   y[n,m,u,v] = max(max of b over the window at (2u, 2v), 0);   index = place of that maximum in its window, 0 … 3
// x [N, C, H, W], weight [M, C, KH, KW], bias [M]; y, index [N, M, U, V]. A row or column that no window covers is not computed.
// One invocation computes one window of MAPS maps: each acc is a window, (upper left, upper right, lower left, lower right).
// Neighbours in v are neighbours in the workgroup; all lanes share the weights. Order of the sum: c, i, j.
// Lanes beyond the last window repeat it and write nothing: no lane leaves early, so that none has to be masked in the loops.

const N = 1u;
const C = 1u;
const H = 6u;
const W = 6u;
const M = 2u;
const KH = 3u;
const KW = 3u;
const MAPS = 2u;
// 0: the maximum is the output; 1: ReLU after it.
const ACTIVATION = 1u;
const U = (H - KH + 1u) / 2u;
const V = (W - KW + 1u) / 2u;
const K = C * KH * KW;

@group(0) @binding(0) var<storage, read> x: array<f32, N * C * H * W>;
@group(0) @binding(1) var<storage, read> weight: array<f32, M * K>;
@group(0) @binding(2) var<storage, read> bias: array<f32, M>;
@group(0) @binding(3) var<storage, read_write> y: array<f32, N * M * U * V>;
@group(0) @binding(4) var<storage, read_write> index: array<u32, N * M * U * V>;

fn finish(m: u32, place: u32, window: vec4f) {
  var best = window.x;
  var at = 0u;
  if (window.y > best) {
    best = window.y;
    at = 1u;
  }
  if (window.z > best) {
    best = window.z;
    at = 2u;
  }
  if (window.w > best) {
    best = window.w;
    at = 3u;
  }
  let value = best + bias[m];
  y[place] = select(value, max(value, 0.0), ACTIVATION == 1u);
  index[place] = at;
}

@compute @workgroup_size(64)
fn conv_2d_bias_max_pool_relu(@builtin(global_invocation_id) id: vec3u) {
  let o = min(id.x, N * U * V - 1u);
  let v = o % V;
  let u = (o / V) % U;
  let n = o / (V * U);
  let m = id.y * MAPS;
  var acc0 = vec4f();
  var acc1 = vec4f();
  var acc2 = vec4f();
  var acc3 = vec4f();
  var acc4 = vec4f();
  var acc5 = vec4f();
  var acc6 = vec4f();
  var acc7 = vec4f();
  for (var c = 0u; c < C; c++) {
    for (var i = 0u; i < KH; i++) {
      let upper = ((n * C + c) * H + 2u * u + i) * W + 2u * v;
      let k = m * K + (c * KH + i) * KW;
      var left = vec2f(x[upper], x[upper + W]);
      for (var j = 0u; j < KW; j++) {
        let right = vec2f(x[upper + j + 1u], x[upper + W + j + 1u]);
        let seen = vec4f(left.x, right.x, left.y, right.y);
        acc0 += seen * weight[k + j];
        if (MAPS > 1u) { acc1 += seen * weight[k + j + K]; }
        if (MAPS > 2u) { acc2 += seen * weight[k + j + 2u * K]; }
        if (MAPS > 3u) { acc3 += seen * weight[k + j + 3u * K]; }
        if (MAPS > 4u) { acc4 += seen * weight[k + j + 4u * K]; }
        if (MAPS > 5u) { acc5 += seen * weight[k + j + 5u * K]; }
        if (MAPS > 6u) { acc6 += seen * weight[k + j + 6u * K]; }
        if (MAPS > 7u) { acc7 += seen * weight[k + j + 7u * K]; }
        left = right;
      }
    }
  }
  if (id.x == o) {
    let size = U * V;
    let first = (n * M + m) * size + u * V + v;
    finish(m, first, acc0);
    if (MAPS > 1u) { finish(m + 1u, first + size, acc1); }
    if (MAPS > 2u) { finish(m + 2u, first + 2u * size, acc2); }
    if (MAPS > 3u) { finish(m + 3u, first + 3u * size, acc3); }
    if (MAPS > 4u) { finish(m + 4u, first + 4u * size, acc4); }
    if (MAPS > 5u) { finish(m + 5u, first + 5u * size, acc5); }
    if (MAPS > 6u) { finish(m + 6u, first + 6u * size, acc6); }
    if (MAPS > 7u) { finish(m + 7u, first + 7u * size, acc7); }
  }
}
