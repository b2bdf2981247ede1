// ∂L/∂x of a convolution, HEIGHT rows, one or two, of four neighbours in w of MAPS input maps an invocation: see conv2dInputGradStrips.wgsl.
// The kernel declares the sizes, `dy` and `weight`, and store_input(place, sum): what becomes of an element of the gradient of x.

const STRIPS = (W + 3u) / 4u;
const STRIP_ROWS = (H + HEIGHT - 1u) / HEIGHT;
const ALL_STRIPS = N * STRIP_ROWS * STRIPS;
const K = KH * KW;

// dy in row p of the map that begins at `map`, column q: 0 outside. Unsigned: what lies above or left of it wraps around, and lies outside too;
// its place in the array, then wrong, is clamped like every place outside an array.
fn value_at(map: u32, p: u32, q: u32) -> f32 {
  return select(0.0, dy[map + p * Q + q], (p < P) & (q < Q));
}

fn store_four(place: u32, w: u32, sum: vec4f) {
  store_input(place, sum.x);
  if (w + 1u < W) { store_input(place + 1u, sum.y); }
  if (w + 2u < W) { store_input(place + 2u, sum.z); }
  if (w + 3u < W) { store_input(place + 3u, sum.w); }
}

fn finish_strip(place: u32, h: u32, w: u32, upper: vec4f, lower: vec4f) {
  store_four(place, w, upper);
  if (HEIGHT > 1u && h + 1u < H) {
    store_four(place + W, w, lower);
  }
}

// Of maps c … c + MAPS − 1.
fn input_grad_strip(invocation: u32, c: u32) {
  let o = min(invocation, ALL_STRIPS - 1u);
  let w = o % STRIPS * 4u;
  let h = (o / STRIPS) % STRIP_ROWS * HEIGHT;
  let n = o / (STRIPS * STRIP_ROWS);
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
  for (var m = 0u; m < M; m++) {
    let map = (n * M + m) * P * Q;
    for (var i = 0u; i < KH; i++) {
      let p = h - i;
      let q = w - KW;
      let k = (m * C + c) * K + i * KW;
      var above = vec4f(0.0, value_at(map, p, q + 1u), value_at(map, p, q + 2u), value_at(map, p, q + 3u));
      var below = vec4f();
      if (HEIGHT > 1u) {
        below = vec4f(0.0, value_at(map, p + 1u, q + 1u), value_at(map, p + 1u, q + 2u), value_at(map, p + 1u, q + 3u));
      }
      for (var back = 0u; back < KW; back++) {
        let j = KW - 1u - back;
        above = vec4f(above.yzw, value_at(map, p, q + back + 4u));
        if (HEIGHT > 1u) { below = vec4f(below.yzw, value_at(map, p + 1u, q + back + 4u)); }
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
  if (invocation == o) {
    let size = H * W;
    let place = (n * C + c) * size + h * W + w;
    finish_strip(place, h, w, upper0, lower0);
    if (MAPS > 1u) { finish_strip(place + size, h, w, upper1, lower1); }
    if (MAPS > 2u) { finish_strip(place + 2u * size, h, w, upper2, lower2); }
    if (MAPS > 3u) { finish_strip(place + 3u * size, h, w, upper3, lower3); }
    if (MAPS > 4u) { finish_strip(place + 4u * size, h, w, upper4, lower4); }
    if (MAPS > 5u) { finish_strip(place + 5u * size, h, w, upper5, lower5); }
    if (MAPS > 6u) { finish_strip(place + 6u * size, h, w, upper6, lower6); }
    if (MAPS > 7u) { finish_strip(place + 7u * size, h, w, upper7, lower7); }
  }
}
