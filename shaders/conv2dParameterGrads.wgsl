// ∂L/∂weight and ∂L/∂bias of a convolution, as PARTS partial sums each over N/PARTS samples, to be added in their order.
//   dw[m,c,i,j] = Σ_n Σ_p Σ_q x[n, c, p+i, q+j] · dy[n,m,p,q]          db[m] = Σ_n Σ_p Σ_q dy[n,m,p,q]
// x [N, C, H, W], dy [N, M, P, Q]; dw [PARTS][M, C, KH, KW] and db [PARTS][M], parts a multiple of 64 elements apart.
// One invocation computes, for one part, a row of four taps (c, i, 4·t … 4·t + 3) for four maps: acc_k holds map m + k. The four inputs
// slide along the row, one new one for each q. The lanes that see the first tap of the first map sum the bias too.
// Order of the sum: n, p, q within a part. |error| ≤ γ_(N·P·Q) · Σ|x·dy|.

const N = 1u;
const C = 1u;
const H = 6u;
const W = 6u;
const M = 2u;
const KH = 3u;
const KW = 3u;
const PARTS = 1u;
const P = H - KH + 1u;
const Q = W - KW + 1u;
const TAPS = (KW + 3u) / 4u;
const BLOCKS = (M + 3u) / 4u;
const PER_PART = (N + PARTS - 1u) / PARTS;
const WEIGHTS = M * C * KH * KW;
const WEIGHT_STRIDE = (WEIGHTS + 63u) / 64u * 64u;
const BIAS_STRIDE = (M + 63u) / 64u * 64u;
const SIZE = N * C * H * W;
const GRADS = N * M * P * Q;

@group(0) @binding(0) var<storage, read> x: array<f32, SIZE>;
@group(0) @binding(1) var<storage, read> dy: array<f32, GRADS>;
@group(0) @binding(2) var<storage, read_write> dw: array<f32, PARTS * WEIGHT_STRIDE>;
@group(0) @binding(3) var<storage, read_write> db: array<f32, PARTS * BIAS_STRIDE>;

// The last taps of a row may reach over its end, and the last maps over the last one: what is read there is not written.
fn value_at(i: u32) -> f32 {
  return x[min(i, SIZE - 1u)];
}

fn finish(m: u32, place: u32, j: u32, sum: vec4f) {
  if (m < M) {
    dw[place] = sum.x;
    if (j + 1u < KW) { dw[place + 1u] = sum.y; }
    if (j + 2u < KW) { dw[place + 2u] = sum.z; }
    if (j + 3u < KW) { dw[place + 3u] = sum.w; }
  }
}

@compute @workgroup_size(64)
fn conv_2d_parameter_grads(@builtin(global_invocation_id) id: vec3u) {
  const ALL = PARTS * BLOCKS * C * KH * TAPS;
  let o = min(id.x, ALL - 1u);
  let j = (o % TAPS) * 4u;
  let i = (o / TAPS) % KH;
  let c = (o / (TAPS * KH)) % C;
  let m = (o / (TAPS * KH * C)) % BLOCKS * 4u;
  let part = o / (TAPS * KH * C * BLOCKS);
  var acc0 = vec4f();
  var acc1 = vec4f();
  var acc2 = vec4f();
  var acc3 = vec4f();
  var bias = vec4f();
  let size = P * Q;
  let end = min((part + 1u) * PER_PART, N);
  for (var n = part * PER_PART; n < end; n++) {
    for (var p = 0u; p < P; p++) {
      let row = ((n * C + c) * H + p + i) * W + j;
      let grad = (n * M + m) * size + p * Q;
      var seen = vec4f(0.0, value_at(row), value_at(row + 1u), value_at(row + 2u));
      for (var q = 0u; q < Q; q++) {
        seen = vec4f(seen.yzw, value_at(row + q + 3u));
        let g = vec4f(
          dy[grad + q],
          dy[min(grad + size + q, GRADS - 1u)],
          dy[min(grad + 2u * size + q, GRADS - 1u)],
          dy[min(grad + 3u * size + q, GRADS - 1u)],
        );
        acc0 += seen * g.x;
        acc1 += seen * g.y;
        acc2 += seen * g.z;
        acc3 += seen * g.w;
        bias += g;
      }
    }
  }
  if (id.x == o) {
    let taps = C * KH * KW;
    let place = part * WEIGHT_STRIDE + (m * C + c) * KH * KW + i * KW + j;
    finish(m, place, j, acc0);
    finish(m + 1u, place + taps, j, acc1);
    finish(m + 2u, place + 2u * taps, j, acc2);
    finish(m + 3u, place + 3u * taps, j, acc3);
    if (c == 0u && i == 0u && j == 0u) {
      let first = part * BIAS_STRIDE + m;
      db[first] = bias.x;
      if (m + 1u < M) { db[first + 1u] = bias.y; }
      if (m + 2u < M) { db[first + 2u] = bias.z; }
      if (m + 3u < M) { db[first + 3u] = bias.w; }
    }
  }
}
