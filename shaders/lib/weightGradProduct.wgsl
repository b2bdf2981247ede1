// The gradients of a convolution's weights and bias as a product of matrices: maps are rows, taps (c, i, j) columns, pixels (n, p, q) terms; one
// column more, of ones, gives the bias.
// The kernel declares the sizes, `x`, `dw` and `db`, and
//   grad_at(map, pixel): the gradient of the convolution's output, of map n·M + m, pixel p·Q + q

const PIXELS = P * Q;
const TERMS = N * PIXELS;
const WEIGHTS = C * KH * KW;
const ROWS = M;
const COLUMNS = WEIGHTS + 1u;
const WEIGHT_STRIDE = (M * WEIGHTS + 63u) / 64u * 64u;
const BIAS_STRIDE = (M + 63u) / 64u * 64u;
// Whether a tap can lie outside the input.
const PADDED = TOP > 0u || LEFT > 0u || (P - 1u) * SH + (KH - 1u) * DH >= H || (Q - 1u) * SW + (KW - 1u) * DW >= W;

// For four taps, their map and what they see of it at the first pixel, and whether it is the column of ones.
struct Columns { map: vec4u, h: vec4u, w: vec4u, is_one: vec4<bool> }

// Unsigned: what lies above or left of x wraps around, and lies outside too.
fn columns_from(column: u32) -> Columns {
  let tap = column + vec4u(0u, 1u, 2u, 3u);
  return Columns(
    min(tap / (KH * KW), vec4u(C - 1u)) * (H * W),
    tap / KW % KH * DH - TOP,
    tap % KW * DW - LEFT,
    tap == vec4u(WEIGHTS),
  );
}

fn right_four(columns: Columns, t: u32) -> vec4f {
  let h = columns.h + t / Q % P * SH;
  let w = columns.w + t % Q * SW;
  let place = t / PIXELS * (C * H * W) + columns.map + h * W + w;
  var four = vec4f(x[place.x], x[place.y], x[place.z], x[place.w]);
  if (PADDED) { four = select(vec4f(), four, (h < vec4u(H)) & (w < vec4u(W))); }
  return select(four, vec4f(1.0), columns.is_one);
}

fn left_four(m: u32, t: u32) -> vec4f {
  let map = t / PIXELS * M + min(m + vec4u(0u, 1u, 2u, 3u), vec4u(M - 1u));
  let pixel = t % PIXELS;
  return vec4f(grad_at(map.x, pixel), grad_at(map.y, pixel), grad_at(map.z, pixel), grad_at(map.w, pixel));
}

fn store(m: u32, tap: u32, part: u32, sum: f32) {
  if (tap < WEIGHTS) {
    dw[part * WEIGHT_STRIDE + m * WEIGHTS + tap] = sum;
  }
  if (tap == WEIGHTS) {
    db[part * BIAS_STRIDE + m] = sum;
  }
}

fn finish(m: u32, tap: u32, part: u32, sum: vec4f) {
  store(m, tap, part, sum.x);
  store(m, tap + 1u, part, sum.y);
  store(m, tap + 2u, part, sum.z);
  store(m, tap + 3u, part, sum.w);
}
