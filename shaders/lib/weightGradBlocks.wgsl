// ∂L/∂weight and ∂L/∂bias of a convolution, up to eight taps of four maps an invocation: see conv2dParameterGrads.wgsl.
// The kernel declares the sizes, `x`, `dy`, `dw` and `db`.

// Taps of one invocation: a row, or an eighth part of a long one.
const TAPS = min(KW, 8u);
const TAP_BLOCKS = (KW + TAPS - 1u) / TAPS;
const BLOCKS = (M + 3u) / 4u;
const PER_PART = (N + PARTS - 1u) / PARTS;
const WEIGHTS = M * C * KH * KW;
const WEIGHT_STRIDE = (WEIGHTS + 63u) / 64u * 64u;
const BIAS_STRIDE = (M + 63u) / 64u * 64u;
const SIZE = N * C * H * W;
const GRADS = N * M * P * Q;
const TAP_TILES = PARTS * BLOCKS * C * KH * TAP_BLOCKS;

// The last taps may reach over the end of their row, and the last maps over the last one: what is read there is not written.
fn input_at(i: u32) -> f32 {
  return x[min(i, SIZE - 1u)];
}

fn grad_at(i: u32) -> f32 {
  return dy[min(i, GRADS - 1u)];
}

fn finish(m: u32, place: u32, j: u32, sum: vec4f) {
  const MAP = C * KH * KW;
  if (j < KW) {
    dw[place] = sum.x;
    if (m + 1u < M) { dw[place + MAP] = sum.y; }
    if (m + 2u < M) { dw[place + 2u * MAP] = sum.z; }
    if (m + 3u < M) { dw[place + 3u * MAP] = sum.w; }
  }
}

fn tap_tile(invocation: u32) {
  let o = min(invocation, TAP_TILES - 1u);
  let j = (o % TAP_BLOCKS) * TAPS;
  let i = (o / TAP_BLOCKS) % KH;
  let c = (o / (TAP_BLOCKS * KH)) % C;
  let m = (o / (TAP_BLOCKS * KH * C)) % BLOCKS * 4u;
  let part = o / (TAP_BLOCKS * KH * C * BLOCKS);
  var tap0 = vec4f();
  var tap1 = vec4f();
  var tap2 = vec4f();
  var tap3 = vec4f();
  var tap4 = vec4f();
  var tap5 = vec4f();
  var tap6 = vec4f();
  var tap7 = vec4f();
  var bias = vec4f();
  let size = P * Q;
  let end = min((part + 1u) * PER_PART, N);
  for (var n = part * PER_PART; n < end; n++) {
    for (var p = 0u; p < P; p++) {
      let row = ((n * C + c) * H + p + i) * W + j;
      let grad = (n * M + m) * size + p * Q;
      // x at q, q + 1, …: what the taps see.
      var x0 = 0.0;
      var x1 = input_at(row);
      var x2 = input_at(row + 1u);
      var x3 = input_at(row + 2u);
      var x4 = input_at(row + 3u);
      var x5 = input_at(row + 4u);
      var x6 = input_at(row + 5u);
      var x7 = input_at(row + 6u);
      for (var q = 0u; q < Q; q++) {
        let g = vec4f(dy[grad + q], grad_at(grad + size + q), grad_at(grad + 2u * size + q), grad_at(grad + 3u * size + q));
        x0 = x1;
        if (TAPS > 2u) { x1 = x2; }
        if (TAPS > 3u) { x2 = x3; }
        if (TAPS > 4u) { x3 = x4; }
        if (TAPS > 5u) { x4 = x5; }
        if (TAPS > 6u) { x5 = x6; }
        if (TAPS > 7u) { x6 = x7; }
        // The newest input enters at the last tap.
        let newest = input_at(row + q + TAPS - 1u);
        if (TAPS == 1u) { x0 = newest; }
        if (TAPS == 2u) { x1 = newest; }
        if (TAPS == 3u) { x2 = newest; }
        if (TAPS == 4u) { x3 = newest; }
        if (TAPS == 5u) { x4 = newest; }
        if (TAPS == 6u) { x5 = newest; }
        if (TAPS == 7u) { x6 = newest; }
        if (TAPS == 8u) { x7 = newest; }
        tap0 += x0 * g;
        if (TAPS > 1u) { tap1 += x1 * g; }
        if (TAPS > 2u) { tap2 += x2 * g; }
        if (TAPS > 3u) { tap3 += x3 * g; }
        if (TAPS > 4u) { tap4 += x4 * g; }
        if (TAPS > 5u) { tap5 += x5 * g; }
        if (TAPS > 6u) { tap6 += x6 * g; }
        if (TAPS > 7u) { tap7 += x7 * g; }
        bias += g;
      }
    }
  }
  if (invocation == o) {
    let place = part * WEIGHT_STRIDE + (m * C + c) * KH * KW + i * KW + j;
    finish(m, place, j, tap0);
    if (TAPS > 1u) { finish(m, place + 1u, j + 1u, tap1); }
    if (TAPS > 2u) { finish(m, place + 2u, j + 2u, tap2); }
    if (TAPS > 3u) { finish(m, place + 3u, j + 3u, tap3); }
    if (TAPS > 4u) { finish(m, place + 4u, j + 4u, tap4); }
    if (TAPS > 5u) { finish(m, place + 5u, j + 5u, tap5); }
    if (TAPS > 6u) { finish(m, place + 6u, j + 6u, tap6); }
    if (TAPS > 7u) { finish(m, place + 7u, j + 7u, tap7); }
    if (c == 0u && i == 0u && j == 0u) {
      let first = part * BIAS_STRIDE + m;
      db[first] = bias.x;
      if (m + 1u < M) { db[first + 1u] = bias.y; }
      if (m + 2u < M) { db[first + 2u] = bias.z; }
      if (m + 3u < M) { db[first + 3u] = bias.w; }
    }
  }
}
