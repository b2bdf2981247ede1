// Convolution, bias and activation at one go.
//   y[n,m,p,q] = f( Σ_c Σ_i Σ_j x[n, c, p+i, q+j] · weight[m,c,i,j] + bias[m] )
// x [N, C, H, W], weight [M, C, KH, KW], bias [M], y [N, M, P, Q].
// One invocation computes two rows of four neighbours in q, of MAPS maps: upper_k and lower_k are those of map m + k. The inputs slide along
// both rows, one new one each for every j. All lanes share the weights. Order of the sum: c, i, j.
// Lanes beyond the last strip repeat it and write nothing: no lane leaves early, so that none has to be masked in the loops.
// uses: lib/activation.wgsl

const N = 1u;
const C = 1u;
const H = 6u;
const W = 6u;
const M = 2u;
const KH = 3u;
const KW = 3u;
const MAPS = 2u;
const ACTIVATION = 1u;
const P = H - KH + 1u;
const Q = W - KW + 1u;
const STRIPS = (Q + 3u) / 4u;
const ROWS = (P + 1u) / 2u;
const K = C * KH * KW;
const SIZE = N * C * H * W;

@group(0) @binding(0) var<storage, read> x: array<f32, SIZE>;
@group(0) @binding(1) var<storage, read> weight: array<f32, M * K>;
@group(0) @binding(2) var<storage, read> bias: array<f32, M>;
@group(0) @binding(3) var<storage, read_write> y: array<f32, N * M * P * Q>;

// The last strip may reach over the end of its row, and its lower row may not exist: what is read there is not written.
fn value_at(i: u32) -> f32 {
  return x[min(i, SIZE - 1u)];
}

fn store(m: u32, place: u32, q: u32, sum: vec4f) {
  let b = bias[m];
  y[place] = activate(sum.x + b);
  if (q + 1u < Q) { y[place + 1u] = activate(sum.y + b); }
  if (q + 2u < Q) { y[place + 2u] = activate(sum.z + b); }
  if (q + 3u < Q) { y[place + 3u] = activate(sum.w + b); }
}

fn finish(m: u32, place: u32, p: u32, q: u32, upper: vec4f, lower: vec4f) {
  store(m, place, q, upper);
  if (p + 1u < P) {
    store(m, place + Q, q, lower);
  }
}

@compute @workgroup_size(64)
fn conv_2d_bias_activation(@builtin(global_invocation_id) id: vec3u) {
  let o = min(id.x, N * ROWS * STRIPS - 1u);
  let q = o % STRIPS * 4u;
  let p = (o / STRIPS) % ROWS * 2u;
  let n = o / (STRIPS * ROWS);
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
      let row = ((n * C + c) * H + p + i) * W + q;
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
    let size = P * Q;
    let first = (n * M + m) * size + p * Q + q;
    finish(m, first, p, q, upper0, lower0);
    if (MAPS > 1u) { finish(m + 1u, first + size, p, q, upper1, lower1); }
    if (MAPS > 2u) { finish(m + 2u, first + 2u * size, p, q, upper2, lower2); }
    if (MAPS > 3u) { finish(m + 3u, first + 3u * size, p, q, upper3, lower3); }
    if (MAPS > 4u) { finish(m + 4u, first + 4u * size, p, q, upper4, lower4); }
    if (MAPS > 5u) { finish(m + 5u, first + 5u * size, p, q, upper5, lower5); }
    if (MAPS > 6u) { finish(m + 6u, first + 6u * size, p, q, upper6, lower6); }
    if (MAPS > 7u) { finish(m + 7u, first + 7u * size, p, q, upper7, lower7); }
  }
}
