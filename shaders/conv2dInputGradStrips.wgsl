// ∂L/∂x of a convolution, four neighbours at once.
//   dx[n,c,h,w] = Σ_m Σ_i Σ_j dy[n, m, h−i, w−j] · weight[m,c,i,j]        (terms outside dy are 0)
// dy [N, M, P, Q], weight [M, C, KH, KW], dx [N, C, H, W] with H = P + KH − 1, W = Q + KW − 1.
// One invocation computes four neighbours in w, of MAPS input maps: each acc is four of them. The four dy slide along the row as j falls,
// one new one for each. All lanes share the weights. Order of the sum: m, i, then j from KW − 1 down.
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
const K = KH * KW;

@group(0) @binding(0) var<storage, read> dy: array<f32, N * M * P * Q>;
@group(0) @binding(1) var<storage, read> weight: array<f32, M * C * K>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32, N * C * H * W>;

// dy at column q of the row that begins at `row`; unsigned, a column left of it wraps around and lies outside too.
fn value_at(row: u32, q: u32, is_inside: bool) -> f32 {
  return select(0.0, dy[row + min(q, Q - 1u)], is_inside && q < Q);
}

fn finish(place: u32, w: u32, sum: vec4f) {
  dx[place] = sum.x;
  if (w + 1u < W) { dx[place + 1u] = sum.y; }
  if (w + 2u < W) { dx[place + 2u] = sum.z; }
  if (w + 3u < W) { dx[place + 3u] = sum.w; }
}

@compute @workgroup_size(64)
fn conv_2d_input_grad_strips(@builtin(global_invocation_id) id: vec3u) {
  let o = min(id.x, N * H * STRIPS - 1u);
  let w = (o % STRIPS) * 4u;
  let h = (o / STRIPS) % H;
  let n = o / (STRIPS * H);
  let c = id.y * MAPS;
  var acc0 = vec4f();
  var acc1 = vec4f();
  var acc2 = vec4f();
  var acc3 = vec4f();
  var acc4 = vec4f();
  var acc5 = vec4f();
  var acc6 = vec4f();
  var acc7 = vec4f();
  for (var m = 0u; m < M; m++) {
    for (var i = 0u; i < KH; i++) {
      let p = h - i;
      let is_inside = p < P;
      let row = ((n * M + m) * P + min(p, P - 1u)) * Q;
      let k = (m * C + c) * K + i * KW;
      let first = w - KW;
      var seen = vec4f(0.0, value_at(row, first + 1u, is_inside), value_at(row, first + 2u, is_inside), value_at(row, first + 3u, is_inside));
      for (var back = 0u; back < KW; back++) {
        let j = KW - 1u - back;
        seen = vec4f(seen.yzw, value_at(row, first + back + 4u, is_inside));
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
    let size = H * W;
    let place = (n * C + c) * size + h * W + w;
    finish(place, w, acc0);
    if (MAPS > 1u) { finish(place + size, w, acc1); }
    if (MAPS > 2u) { finish(place + 2u * size, w, acc2); }
    if (MAPS > 3u) { finish(place + 3u * size, w, acc3); }
    if (MAPS > 4u) { finish(place + 4u * size, w, acc4); }
    if (MAPS > 5u) { finish(place + 5u * size, w, acc5); }
    if (MAPS > 6u) { finish(place + 6u * size, w, acc6); }
    if (MAPS > 7u) { finish(place + 7u * size, w, acc7); }
  }
}
