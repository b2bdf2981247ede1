// A convolution as a product of matrices: the kernel's maps are rows, pixels of the output columns, taps (c, i, j) terms. The matrix of what
// each pixel sees is never made: its elements are loaded from x where they are needed.
// The kernel declares the sizes, `x` and `weight`, and which pixels its columns are.

const TAPS = KH * KW;
const TERMS = C * TAPS;
const PARTS = 1u;
const ROWS = M;
// Whether a tap can lie outside the input.
const PADDED = TOP > 0u || LEFT > 0u || (P - 1u) * SH + (KH - 1u) * DH >= H || (Q - 1u) * SW + (KW - 1u) * DW >= W;

// For four pixels, where their samples begin in x, and row and column that their first tap sees.
struct Columns { sample: vec4u, h: vec4u, w: vec4u }

// Unsigned: what lies above or left of x wraps around, and lies outside too.
fn columns_seen(n: vec4u, p: vec4u, q: vec4u) -> Columns {
  return Columns(n * (C * H * W), p * SH - TOP, q * SW - LEFT);
}

fn right_four(columns: Columns, t: u32) -> vec4f {
  let tap = t % TAPS;
  let h = columns.h + tap / KW * DH;
  let w = columns.w + tap % KW * DW;
  let place = columns.sample + t / TAPS * (H * W) + h * W + w;
  let four = vec4f(x[place.x], x[place.y], x[place.z], x[place.w]);
  if (PADDED) {
    return select(vec4f(), four, (h < vec4u(H)) & (w < vec4u(W)));
  }
  return four;
}

fn left_four(m: u32, t: u32) -> vec4f {
  let place = min(m + vec4u(0u, 1u, 2u, 3u), vec4u(M - 1u)) * TERMS + t;
  return vec4f(weight[place.x], weight[place.y], weight[place.z], weight[place.w]);
}
