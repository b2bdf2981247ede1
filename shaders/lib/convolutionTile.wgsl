// The body of the kernels that compute a convolution tile by tile: see conv2dBiasActivationTiles.wgsl.
// The kernel declares the sizes, `x` and `weight`. A tile is two rows of COLUMNS neighbours, of MAPS maps; its sums are left in `sums`.
// A row of inputs is loaded once and meets both rows of the tile. A sum takes all taps of a row before the next sum begins, so that it stays
// in a register.

const K = C * KH * KW;
const BLOCKS = (COLUMNS + 3u) / 4u;
// Inputs that a row of the tile sees.
const WIDTH = COLUMNS + KW - 1u;
const PADDED = P + KH > H + 1u || Q + KW > W + 1u;

// Neighbours, four columns each. Those from WIDTH on, of sums from BLOCKS on, are never used.
struct Inputs { a: vec4f, b: vec4f, c: vec4f, d: vec4f }
struct Sums { a: vec4f, b: vec4f, c: vec4f }

// The sums of map k: those of the upper row in the elements from k · 2 · BLOCKS on, followed by those of the lower row.
var<private> sums: array<vec4f, MAPS * 2u * BLOCKS>;

// Input t of row h, of those from column w on. What lies outside is 0 where there is padding, else unused: the tile reaches beyond y there.
// Unsigned: what lies above or left of x wraps around, and lies outside too.
fn input_at(map: u32, h: u32, w: u32, t: u32) -> f32 {
  var value = 0.0;
  if (t < WIDTH) { value = x[(map * H + h) * W + w + t]; }
  if (PADDED) { value = select(0.0, value, (h < H) & (w + t < W)); }
  return value;
}

fn four_inputs(map: u32, h: u32, w: u32, t: u32) -> vec4f {
  return vec4f(
    input_at(map, h, w, t),
    input_at(map, h, w, t + 1u),
    input_at(map, h, w, t + 2u),
    input_at(map, h, w, t + 3u),
  );
}

fn inputs_of(map: u32, h: u32, w: u32) -> Inputs {
  return Inputs(
    four_inputs(map, h, w, 0u),
    four_inputs(map, h, w, 4u),
    four_inputs(map, h, w, 8u),
    four_inputs(map, h, w, 12u),
  );
}

// Four sums, and the taps of a row: the inputs in their columns and in the four columns after.
fn add_taps(start: vec4f, here: vec4f, after: vec4f, taps: vec4f, last: f32) -> vec4f {
  var sum = start + here * taps.x;
  if (KW > 1u) { sum += vec4f(here.yzw, after.x) * taps.y; }
  if (KW > 2u) { sum += vec4f(here.zw, after.xy) * taps.z; }
  if (KW > 3u) { sum += vec4f(here.w, after.xyz) * taps.w; }
  if (KW > 4u) { sum += after * last; }
  return sum;
}

fn add_row(row: ptr<function, Sums>, inputs: Inputs, taps: vec4f, last: f32) {
  row.a = add_taps(row.a, inputs.a, inputs.b, taps, last);
  if (BLOCKS > 1u) { row.b = add_taps(row.b, inputs.b, inputs.c, taps, last); }
  if (BLOCKS > 2u) { row.c = add_taps(row.c, inputs.c, inputs.d, taps, last); }
}

fn add_rows(upper: ptr<function, Sums>, lower: ptr<function, Sums>, above: Inputs, below: Inputs, taps: vec4f, last: f32) {
  add_row(upper, above, taps, last);
  add_row(lower, below, taps, last);
}

// Of four sums those in the tile: the compiler leaves out what only the others need.
fn in_tile(four: vec4f, t: u32) -> vec4f {
  var sum = four;
  if (t + 1u >= COLUMNS) { sum.y = 0.0; }
  if (t + 2u >= COLUMNS) { sum.z = 0.0; }
  if (t + 3u >= COLUMNS) { sum.w = 0.0; }
  return sum;
}

fn keep_row(first: u32, row: Sums) {
  sums[first] = in_tile(row.a, 0u);
  if (BLOCKS > 1u) { sums[first + 1u] = in_tile(row.b, 4u); }
  if (BLOCKS > 2u) { sums[first + 2u] = in_tile(row.c, 8u); }
}

fn keep(k: u32, upper: Sums, lower: Sums) {
  keep_row(k * 2u * BLOCKS, upper);
  keep_row(k * 2u * BLOCKS + BLOCKS, lower);
}

// The first four taps of a row of the kernel.
fn four_taps(k: u32) -> vec4f {
  var taps = vec4f(weight[k], 0.0, 0.0, 0.0);
  if (KW > 1u) { taps.y = weight[k + 1u]; }
  if (KW > 2u) { taps.z = weight[k + 2u]; }
  if (KW > 3u) { taps.w = weight[k + 3u]; }
  return taps;
}

// The fifth.
fn last_tap(k: u32) -> f32 {
  var last = 0.0;
  if (KW > 4u) { last = weight[k + 4u]; }
  return last;
}

// The sums of maps m … m + MAPS − 1 of sample n, with the upper left corner of the tile in row p and column q.
fn convolve_tile(n: u32, m: u32, p: u32, q: u32, member: u32) {
  // Where the weights begin that this lane loads for all; a subgroup of four has to load twice.
  let own = min(m + member % 8u, M - 1u) * K;
  let second = min(m + 4u + member % 4u, M - 1u) * K;
  var upper0 = Sums();
  var lower0 = Sums();
  var upper1 = Sums();
  var lower1 = Sums();
  var upper2 = Sums();
  var lower2 = Sums();
  var upper3 = Sums();
  var lower3 = Sums();
  var upper4 = Sums();
  var lower4 = Sums();
  var upper5 = Sums();
  var lower5 = Sums();
  var upper6 = Sums();
  var lower6 = Sums();
  var upper7 = Sums();
  var lower7 = Sums();
  for (var c = 0u; c < C; c++) {
    let map = n * C + c;
    var above = inputs_of(map, p - TOP, q - LEFT);
    for (var i = 0u; i < KH; i++) {
      let below = inputs_of(map, p - TOP + i + 1u, q - LEFT);
      let k = (c * KH + i) * KW;
      var taps = four_taps(own + k);
      var last = last_tap(own + k);
      add_rows(&upper0, &lower0, above, below, subgroupBroadcast(taps, 0u), subgroupBroadcast(last, 0u));
      if (MAPS > 1u) { add_rows(&upper1, &lower1, above, below, subgroupBroadcast(taps, 1u), subgroupBroadcast(last, 1u)); }
      if (MAPS > 2u) { add_rows(&upper2, &lower2, above, below, subgroupBroadcast(taps, 2u), subgroupBroadcast(last, 2u)); }
      if (MAPS > 3u) { add_rows(&upper3, &lower3, above, below, subgroupBroadcast(taps, 3u), subgroupBroadcast(last, 3u)); }
      if (SUBGROUP < 8u && MAPS > 4u) {
        taps = four_taps(second + k);
        last = last_tap(second + k);
      }
      if (MAPS > 4u) { add_rows(&upper4, &lower4, above, below, subgroupBroadcast(taps, 4u % SUBGROUP), subgroupBroadcast(last, 4u % SUBGROUP)); }
      if (MAPS > 5u) { add_rows(&upper5, &lower5, above, below, subgroupBroadcast(taps, 5u % SUBGROUP), subgroupBroadcast(last, 5u % SUBGROUP)); }
      if (MAPS > 6u) { add_rows(&upper6, &lower6, above, below, subgroupBroadcast(taps, 6u % SUBGROUP), subgroupBroadcast(last, 6u % SUBGROUP)); }
      if (MAPS > 7u) { add_rows(&upper7, &lower7, above, below, subgroupBroadcast(taps, 7u % SUBGROUP), subgroupBroadcast(last, 7u % SUBGROUP)); }
      above = below;
    }
  }
  keep(0u, upper0, lower0);
  if (MAPS > 1u) { keep(1u, upper1, lower1); }
  if (MAPS > 2u) { keep(2u, upper2, lower2); }
  if (MAPS > 3u) { keep(3u, upper3, lower3); }
  if (MAPS > 4u) { keep(4u, upper4, lower4); }
  if (MAPS > 5u) { keep(5u, upper5, lower5); }
  if (MAPS > 6u) { keep(6u, upper6, lower6); }
  if (MAPS > 7u) { keep(7u, upper7, lower7); }
}
