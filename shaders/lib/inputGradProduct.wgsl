// The input gradient of a convolution as a product of matrices: input maps are rows, pixels of the input columns, (m, i, j) terms. Each dy goes
// back to the pixels that it came from; what lies outside dy, or between its cells, is 0.
// The kernel declares the sizes, `dy` and `weight`.

const TAPS = KH * KW;
const TERMS = M * TAPS;
const PARTS = 1u;
const ROWS = C;
const COLUMNS = N * H * W;

// For four pixels, where their samples begin in dy, and their row and column from the padding's edge on.
struct Columns { sample: vec4u, h: vec4u, w: vec4u }

// Pixels beyond the last repeat it and are not written.
fn columns_from(column: u32) -> Columns {
  let pixel = min(column + vec4u(0u, 1u, 2u, 3u), vec4u(COLUMNS - 1u));
  return Columns(pixel / (H * W) * (M * P * Q), pixel / W % H + TOP, pixel % W + LEFT);
}

fn right_four(columns: Columns, t: u32) -> vec4f {
  let tap = t % TAPS;
  // Unsigned: what lies above or left of dy wraps around, and lies outside too.
  let down = columns.h - tap / KW * DH;
  let right = columns.w - tap % KW * DW;
  let p = down / SH;
  let q = right / SW;
  let place = columns.sample + (t / TAPS * P + p) * Q + q;
  let four = vec4f(dy[place.x], dy[place.y], dy[place.z], dy[place.w]);
  let is_cell = (p < vec4u(P)) & (q < vec4u(Q)) & (down % SH == vec4u()) & (right % SW == vec4u());
  return select(vec4f(), four, is_cell);
}

fn left_four(c: u32, t: u32) -> vec4f {
  let place = t / TAPS * (C * TAPS) + min(c + vec4u(0u, 1u, 2u, 3u), vec4u(C - 1u)) * TAPS + t % TAPS;
  return vec4f(weight[place.x], weight[place.y], weight[place.z], weight[place.w]);
}

fn finish(c: u32, pixel: u32, part: u32, sum: vec4f) {
  store(c, pixel, sum.x);
  store(c, pixel + 1u, sum.y);
  store(c, pixel + 2u, sum.z);
  store(c, pixel + 3u, sum.w);
}

fn store(c: u32, pixel: u32, sum: f32) {
  if (pixel < COLUMNS) {
    let place = (pixel / (H * W) * C + c) * (H * W) + pixel % (H * W);
    dx[place] = finished(sum, place);
  }
}
