// Convolution, bias, 2×2 maximum pooling and ReLU at one go.
//   b[n,m,p,q] = Σ_c Σ_i Σ_j x[n, c, p+i, q+j] · weight[m,c,i,j] + bias[m]
//   y[n,m,u,v] = max(max of b over the window at (2u, 2v), 0);   index = place of that maximum in its window, 0 … 3
// x [N, C, H, W], weight [M, C, KH, KW], bias [M]; y, index [N, M, U, V]. A row or column that no window covers is not computed.
// One invocation computes two neighbouring windows of MAPS maps: upper_k and lower_k are their four columns in map m + k. The inputs slide
// along both rows, one new one each for every j. All lanes share the weights. Order of the sum: c, i, j.
// Lanes beyond the last pair repeat it and write nothing: no lane leaves early, so that none has to be masked in the loops.

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
const PAIRS = (V + 1u) / 2u;
const K = C * KH * KW;
const SIZE = N * C * H * W;

@group(0) @binding(0) var<storage, read> x: array<f32, SIZE>;
@group(0) @binding(1) var<storage, read> weight: array<f32, M * K>;
@group(0) @binding(2) var<storage, read> bias: array<f32, M>;
@group(0) @binding(3) var<storage, read_write> y: array<f32, N * M * U * V>;
@group(0) @binding(4) var<storage, read_write> index: array<u32, N * M * U * V>;

// The second window of the last pair may not exist: what is read for it is not written.
fn value_at(i: u32) -> f32 {
  return x[min(i, SIZE - 1u)];
}

fn pool(m: u32, place: u32, window: vec4f) {
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

fn finish(m: u32, place: u32, has_second: bool, upper: vec4f, lower: vec4f) {
  pool(m, place, vec4f(upper.xy, lower.xy));
  if (has_second) {
    pool(m, place + 1u, vec4f(upper.zw, lower.zw));
  }
}

@compute @workgroup_size(64)
fn conv_2d_bias_max_pool_relu(@builtin(global_invocation_id) id: vec3u) {
  let o = min(id.x, N * U * PAIRS - 1u);
  let v = o % PAIRS * 2u;
  let u = (o / PAIRS) % U;
  let n = o / (PAIRS * U);
  let m = id.y * MAPS;
  var upper0 = vec4f();
  var lower0 = vec4f();
  var upper1 = vec4f();
  var lower1 = vec4f();
  var upper2 = vec4f();
  var lower2 = vec4f();
  var upper3 = vec4f();
  var lower3 = vec4f();
  var upper4 = vec4f();
  var lower4 = vec4f();
  var upper5 = vec4f();
  var lower5 = vec4f();
  var upper6 = vec4f();
  var lower6 = vec4f();
  var upper7 = vec4f();
  var lower7 = vec4f();
  for (var c = 0u; c < C; c++) {
    for (var i = 0u; i < KH; i++) {
      let row = ((n * C + c) * H + 2u * u + i) * W + 2u * v;
      let k = m * K + (c * KH + i) * KW;
      var above = vec4f(0.0, value_at(row), value_at(row + 1u), value_at(row + 2u));
      var below = vec4f(0.0, value_at(row + W), value_at(row + W + 1u), value_at(row + W + 2u));
      for (var j = 0u; j < KW; j++) {
        above = vec4f(above.yzw, value_at(row + j + 3u));
        below = vec4f(below.yzw, value_at(row + W + j + 3u));
        let w0 = weight[k + j]; upper0 += above * w0; lower0 += below * w0;
        if (MAPS > 1u) { let w1 = weight[k + j + K]; upper1 += above * w1; lower1 += below * w1; }
        if (MAPS > 2u) { let w2 = weight[k + j + 2u * K]; upper2 += above * w2; lower2 += below * w2; }
        if (MAPS > 3u) { let w3 = weight[k + j + 3u * K]; upper3 += above * w3; lower3 += below * w3; }
        if (MAPS > 4u) { let w4 = weight[k + j + 4u * K]; upper4 += above * w4; lower4 += below * w4; }
        if (MAPS > 5u) { let w5 = weight[k + j + 5u * K]; upper5 += above * w5; lower5 += below * w5; }
        if (MAPS > 6u) { let w6 = weight[k + j + 6u * K]; upper6 += above * w6; lower6 += below * w6; }
        if (MAPS > 7u) { let w7 = weight[k + j + 7u * K]; upper7 += above * w7; lower7 += below * w7; }
      }
    }
  }
  if (id.x == o) {
    let size = U * V;
    let first = (n * M + m) * size + u * V + v;
    let has_second = v + 1u < V;
    finish(m, first, has_second, upper0, lower0);
    if (MAPS > 1u) { finish(m + 1u, first + size, has_second, upper1, lower1); }
    if (MAPS > 2u) { finish(m + 2u, first + 2u * size, has_second, upper2, lower2); }
    if (MAPS > 3u) { finish(m + 3u, first + 3u * size, has_second, upper3, lower3); }
    if (MAPS > 4u) { finish(m + 4u, first + 4u * size, has_second, upper4, lower4); }
    if (MAPS > 5u) { finish(m + 5u, first + 5u * size, has_second, upper5, lower5); }
    if (MAPS > 6u) { finish(m + 6u, first + 6u * size, has_second, upper6, lower6); }
    if (MAPS > 7u) { finish(m + 7u, first + 7u * size, has_second, upper7, lower7); }
  }
}
