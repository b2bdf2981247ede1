// What the kernels whose lanes compute a convolution's weight gradient for a map each have in common: a row of gradients meets a row of inputs.
// The kernel declares the sizes, `x` and `dw`; and INSIDE, whether every input that is used lies in x.

const WEIGHT_STRIDE = (M * C * KH * KW + 63u) / 64u * 64u;
const BIAS_STRIDE = (M + 63u) / 64u * 64u;

// Gradients of a row in up to six columns.
struct Grads { a: vec4f, b: vec2f }

// A row of up to five taps.
struct Taps { low: vec4f, last: f32 }

// x of the map n·C + c, 0 beside it. Unsigned: what lies before it wraps around, and lies outside too.
fn input_at(map: u32, h: u32, w: u32) -> f32 {
  var value = x[(map * H + h) * W + w];
  if (!INSIDE) { value = select(0.0, value, (h < H) & (w < W)); }
  return value;
}

// A row of gradients times what each tap sees of the eight inputs a, b.
fn add_taps(start: Taps, dy: Grads, a: vec4f, b: vec4f) -> Taps {
  var sum = start;
  sum.low.x += dot(dy.a, a);
  if (KW > 1u) { sum.low.y += dot(dy.a, vec4f(a.yzw, b.x)); }
  if (KW > 2u) { sum.low.z += dot(dy.a, vec4f(a.zw, b.xy)); }
  if (KW > 3u) { sum.low.w += dot(dy.a, vec4f(a.w, b.xyz)); }
  if (KW > 4u) { sum.last += dot(dy.a, b); }
  if (COLUMNS > 4u) {
    sum.low.x += dot(dy.b, b.xy);
    if (KW > 1u) { sum.low.y += dot(dy.b, b.yz); }
    if (KW > 2u) { sum.low.z += dot(dy.b, b.zw); }
  }
  return sum;
}

fn total(dy: Grads) -> f32 {
  var sum = dot(dy.a, vec4f(1.0));
  if (COLUMNS > 4u) { sum += dy.b.x + dy.b.y; }
  return sum;
}
