// Convolution, bias and activation at one go.
//   y[n,m,p,q] = f( Σ_c Σ_i Σ_j x[n, c, p+i, q+j] · weight[m,c,i,j] + bias[m] )
// x [N, C, H, W], weight [M, C, KH, KW], bias [M], y [N, M, P, Q].
// One invocation computes four neighbours in q, of MAPS maps: each acc is four of them. The four inputs slide along the row, one new
// one for each j. All lanes share the weights. Order of the sum: c, i, j.
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
const K = C * KH * KW;
const SIZE = N * C * H * W;

@group(0) @binding(0) var<storage, read> x: array<f32, SIZE>;
@group(0) @binding(1) var<storage, read> weight: array<f32, M * K>;
@group(0) @binding(2) var<storage, read> bias: array<f32, M>;
@group(0) @binding(3) var<storage, read_write> y: array<f32, N * M * P * Q>;

// The last strip of a row may reach over its end: what it reads there is not written.
fn value_at(i: u32) -> f32 {
  return x[min(i, SIZE - 1u)];
}

fn finish(m: u32, place: u32, q: u32, sum: vec4f) {
  let b = bias[m];
  y[place] = activate(sum.x + b);
  if (q + 1u < Q) { y[place + 1u] = activate(sum.y + b); }
  if (q + 2u < Q) { y[place + 2u] = activate(sum.z + b); }
  if (q + 3u < Q) { y[place + 3u] = activate(sum.w + b); }
}

@compute @workgroup_size(64)
fn conv_2d_bias_activation(@builtin(global_invocation_id) id: vec3u) {
  let o = min(id.x, N * P * STRIPS - 1u);
  let q = (o % STRIPS) * 4u;
  let p = (o / STRIPS) % P;
  let n = o / (STRIPS * P);
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
      let row = ((n * C + c) * H + p + i) * W + q;
      let k = m * K + (c * KH + i) * KW;
      var seen = vec4f(0.0, value_at(row), value_at(row + 1u), value_at(row + 2u));
      for (var j = 0u; j < KW; j++) {
        seen = vec4f(seen.yzw, value_at(row + j + 3u));
        acc0 += seen * weight[k + j];
        if (MAPS > 1u) { acc1 += seen * weight[k + j + K]; }
        if (MAPS > 2u) { acc2 += seen * weight[k + j + 2u * K]; }
        if (MAPS > 3u) { acc3 += seen * weight[k + j + 3u * K]; }
        if (MAPS > 4u) { acc4 += seen * weight[k + j + 4u * K]; }
        if (MAPS > 5u) { acc5 += seen * weight[k + j + 5u * K]; }
        if (MAPS > 6u) { acc6 += seen * weight[k + j + 6u * K]; }
        if (MAPS > 7u) { acc7 += seen * weight[k + j + 7u * K]; }
      }
    }
  }
  if (id.x == o) {
    let size = P * Q;
    let first = (n * M + m) * size + p * Q + q;
    finish(m, first, q, acc0);
    if (MAPS > 1u) { finish(m + 1u, first + size, q, acc1); }
    if (MAPS > 2u) { finish(m + 2u, first + 2u * size, q, acc2); }
    if (MAPS > 3u) { finish(m + 3u, first + 3u * size, q, acc3); }
    if (MAPS > 4u) { finish(m + 4u, first + 4u * size, q, acc4); }
    if (MAPS > 5u) { finish(m + 5u, first + 5u * size, q, acc5); }
    if (MAPS > 6u) { finish(m + 6u, first + 6u * size, q, acc6); }
    if (MAPS > 7u) { finish(m + 7u, first + 7u * size, q, acc7); }
  }
}
