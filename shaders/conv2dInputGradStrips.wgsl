// ∂L/∂x of a convolution, two rows of four neighbours at once.
//   dx[n,c,h,w] = Σ_m Σ_i Σ_j dy[n, m, h−i, w−j] · weight[m,c,i,j]        (terms outside dy are 0)
// dy [N, M, P, Q], weight [M, C, KH, KW], dx [N, C, H, W] with H = P + KH − 1, W = Q + KW − 1.
// One invocation computes two rows of four neighbours in w, of MAPS input maps: upper_k and lower_k are those of map c + k. The gradients
// slide along both rows as j falls, one new one each. All lanes share the weights. Order of the sum: m, i, then j from KW − 1 down.
// Lanes beyond the last strip repeat it and write nothing: no lane leaves early, so that none has to be masked in the loops.

const N = 1u;
const C = 2u;
const H = 6u;
const W = 6u;
const M = 2u;
const KH = 3u;
const KW = 3u;
const MAPS = 2u;
const P = H - KH + 1u;
const Q = W - KW + 1u;
const STRIPS = (W + 3u) / 4u;
const ROWS = (H + 1u) / 2u;
const K = KH * KW;

@group(0) @binding(0) var<storage, read> dy: array<f32, N * M * P * Q>;
@group(0) @binding(1) var<storage, read> weight: array<f32, M * C * K>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32, N * C * H * W>;

// dy in row p of the map that begins at `map`, column q: 0 outside. Unsigned: what lies above or left of it wraps around, and lies outside too;
// its place in the array, then wrong, is clamped like every place outside an array.
fn value_at(map: u32, p: u32, q: u32) -> f32 {
  return select(0.0, dy[map + p * Q + q], (p < P) & (q < Q));
}

fn store(place: u32, w: u32, sum: vec4f) {
  dx[place] = sum.x;
  if (w + 1u < W) { dx[place + 1u] = sum.y; }
  if (w + 2u < W) { dx[place + 2u] = sum.z; }
  if (w + 3u < W) { dx[place + 3u] = sum.w; }
}

fn finish(place: u32, h: u32, w: u32, upper: vec4f, lower: vec4f) {
  store(place, w, upper);
  if (h + 1u < H) {
    store(place + W, w, lower);
  }
}

@compute @workgroup_size(64)
fn conv_2d_input_grad_strips(@builtin(global_invocation_id) id: vec3u) {
  let o = min(id.x, N * ROWS * STRIPS - 1u);
  let w = o % STRIPS * 4u;
  let h = (o / STRIPS) % ROWS * 2u;
  let n = o / (STRIPS * ROWS);
  let c = id.y * MAPS;
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
      var below = vec4f(0.0, value_at(map, p + 1u, q + 1u), value_at(map, p + 1u, q + 2u), value_at(map, p + 1u, q + 3u));
      for (var back = 0u; back < KW; back++) {
        let j = KW - 1u - back;
        above = vec4f(above.yzw, value_at(map, p, q + back + 4u));
        below = vec4f(below.yzw, value_at(map, p + 1u, q + back + 4u));
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
    let size = H * W;
    let place = (n * C + c) * size + h * W + w;
    finish(place, h, w, upper0, lower0);
    if (MAPS > 1u) { finish(place + size, h, w, upper1, lower1); }
    if (MAPS > 2u) { finish(place + 2u * size, h, w, upper2, lower2); }
    if (MAPS > 3u) { finish(place + 3u * size, h, w, upper3, lower3); }
    if (MAPS > 4u) { finish(place + 4u * size, h, w, upper4, lower4); }
    if (MAPS > 5u) { finish(place + 5u * size, h, w, upper5, lower5); }
    if (MAPS > 6u) { finish(place + 6u * size, h, w, upper6, lower6); }
    if (MAPS > 7u) { finish(place + 7u * size, h, w, upper7, lower7); }
  }
}
