// The body of the kernels whose lanes compute a convolution's weight gradient for a map each: see conv2dParameterGradsLanes.wgsl.
// The kernel declares the sizes, `x`, `dw` and `db`; and `grad_rows(map, p, q)`, dy in rows p and p + 1 and columns q … q + COLUMNS − 1 of the
// map n·M + m, 0 beside it.
// Rows of the kernel are counted from its last one, so that the same rows of x are the new ones whatever KH is.

const MAP_BLOCKS = (M + LANES - 1u) / LANES;
const PLANE_BLOCKS = C / PLANES;
const WEIGHT_GROUPS = PARTS * PLANE_BLOCKS * MAP_BLOCKS;
const PER_PART = (N + PARTS - 1u) / PARTS;
const INSIDE = TOP + LEFT == 0u && (P + 1u) / 2u * 2u + KH <= H + 1u && (Q + COLUMNS - 1u) / COLUMNS * COLUMNS + KW <= W + 1u;

// Gradients of two rows.
struct GradRows { upper: Grads, lower: Grads }

// Eight inputs of a row, one in each lane; in a subgroup of four lanes two.
struct Line { first: f32, second: f32 }

// Six rows of inputs: two rows of gradients meet KH + 1 of them, the last ones.
struct Lines { a: Line, b: Line, c: Line, d: Line, e: Line, f: Line }

// Five rows of taps.
struct Window { a: Taps, b: Taps, c: Taps, d: Taps, e: Taps }

// The sums of all planes in the order of dw. A driver compiles a loop with one store in a fraction of the time that all stores in a row take.
var<private> window: array<f32, PLANES * KH * KW>;

fn load_line(map: u32, h: u32, w: u32, member: u32) -> Line {
  var line = Line();
  line.first = input_at(map, h, w + member % min(SUBGROUP, 8u));
  if (SUBGROUP < 8u) { line.second = input_at(map, h, w + 4u + member % 4u); }
  return line;
}

// The rows that the first two rows of gradients share with no earlier ones, where next_lines expects them; h is the first.
fn first_lines(map: u32, h: u32, w: u32, member: u32) -> Lines {
  var lines = Lines();
  if (KH > 4u) { lines.c = load_line(map, h + KH - 5u, w, member); }
  if (KH > 3u) { lines.d = load_line(map, h + KH - 4u, w, member); }
  if (KH > 2u) { lines.e = load_line(map, h + KH - 3u, w, member); }
  if (KH > 1u) { lines.f = load_line(map, h + KH - 2u, w, member); }
  return lines;
}

// Two rows further; h is the first of the new ones.
fn next_lines(old: Lines, map: u32, h: u32, w: u32, member: u32) -> Lines {
  var lines = Lines();
  if (KH > 4u) { lines.a = old.c; }
  if (KH > 3u) { lines.b = old.d; }
  if (KH > 2u) { lines.c = old.e; }
  if (KH > 1u) { lines.d = old.f; }
  lines.e = load_line(map, h, w, member);
  lines.f = load_line(map, h + 1u, w, member);
  return lines;
}

fn first_four(line: Line) -> vec4f {
  let v = line.first;
  return vec4f(subgroupBroadcast(v, 0u), subgroupBroadcast(v, 1u), subgroupBroadcast(v, 2u), subgroupBroadcast(v, 3u));
}

fn second_four(line: Line) -> vec4f {
  const FROM = 4u % SUBGROUP;
  var v = line.first;
  if (SUBGROUP < 8u) { v = line.second; }
  return vec4f(
    subgroupBroadcast(v, FROM),
    subgroupBroadcast(v, FROM + 1u),
    subgroupBroadcast(v, FROM + 2u),
    subgroupBroadcast(v, FROM + 3u),
  );
}

// Two rows of gradients times the rows of inputs they meet. Each is taken apart once, for both.
fn add_rows(start: Window, dy: GradRows, lines: Lines) -> Window {
  var sum = start;
  if (KH > 4u) {
    sum.a = add_taps(sum.a, dy.upper, first_four(lines.a), second_four(lines.a));
  }
  if (KH > 3u) {
    let first = first_four(lines.b);
    let second = second_four(lines.b);
    if (KH > 4u) { sum.a = add_taps(sum.a, dy.lower, first, second); }
    sum.b = add_taps(sum.b, dy.upper, first, second);
  }
  if (KH > 2u) {
    let first = first_four(lines.c);
    let second = second_four(lines.c);
    if (KH > 3u) { sum.b = add_taps(sum.b, dy.lower, first, second); }
    sum.c = add_taps(sum.c, dy.upper, first, second);
  }
  if (KH > 1u) {
    let first = first_four(lines.d);
    let second = second_four(lines.d);
    if (KH > 2u) { sum.c = add_taps(sum.c, dy.lower, first, second); }
    sum.d = add_taps(sum.d, dy.upper, first, second);
  }
  let first = first_four(lines.e);
  let second = second_four(lines.e);
  if (KH > 1u) { sum.d = add_taps(sum.d, dy.lower, first, second); }
  sum.e = add_taps(sum.e, dy.upper, first, second);
  sum.e = add_taps(sum.e, dy.lower, first_four(lines.f), second_four(lines.f));
  return sum;
}

fn keep_taps(place: u32, sum: Taps) {
  window[place] = sum.low.x;
  if (KW > 1u) { window[place + 1u] = sum.low.y; }
  if (KW > 2u) { window[place + 2u] = sum.low.z; }
  if (KW > 3u) { window[place + 3u] = sum.low.w; }
  if (KW > 4u) { window[place + 4u] = sum.last; }
}

fn keep_window(place: u32, sum: Window) {
  if (KH > 4u) { keep_taps(place + (KH - 5u) * KW, sum.a); }
  if (KH > 3u) { keep_taps(place + (KH - 4u) * KW, sum.b); }
  if (KH > 2u) { keep_taps(place + (KH - 3u) * KW, sum.c); }
  if (KH > 1u) { keep_taps(place + (KH - 2u) * KW, sum.d); }
  keep_taps(place + (KH - 1u) * KW, sum.e);
}

// What the lanes of workgroup `group` of WEIGHT_GROUPS compute.
fn weight_grad_lanes(group: u32, lane: u32, member: u32) {
  let own = group % MAP_BLOCKS * LANES + lane;
  let m = min(own, M - 1u);
  let c = group / MAP_BLOCKS % PLANE_BLOCKS * PLANES;
  let part = group / (MAP_BLOCKS * PLANE_BLOCKS);
  var sum0 = Window();
  var sum1 = Window();
  var sum2 = Window();
  var sum3 = Window();
  var bias = 0.0;
  let end = min((part + 1u) * PER_PART, N);
  for (var n = part * PER_PART; n < end; n++) {
    let map = n * C + c;
    for (var q = 0u; q < Q; q += COLUMNS) {
      let w = q - LEFT;
      var h = 0u - TOP;
      var lines0 = first_lines(map, h, w, member);
      var lines1 = Lines();
      var lines2 = Lines();
      var lines3 = Lines();
      if (PLANES > 1u) { lines1 = first_lines(map + 1u, h, w, member); }
      if (PLANES > 2u) { lines2 = first_lines(map + 2u, h, w, member); }
      if (PLANES > 3u) { lines3 = first_lines(map + 3u, h, w, member); }
      h += KH - 1u;
      for (var p = 0u; p < P; p += 2u) {
        let dy = grad_rows(n * M + m, p, q);
        bias += total(dy.upper) + total(dy.lower);
        lines0 = next_lines(lines0, map, h, w, member);
        sum0 = add_rows(sum0, dy, lines0);
        if (PLANES > 1u) {
          lines1 = next_lines(lines1, map + 1u, h, w, member);
          sum1 = add_rows(sum1, dy, lines1);
        }
        if (PLANES > 2u) {
          lines2 = next_lines(lines2, map + 2u, h, w, member);
          sum2 = add_rows(sum2, dy, lines2);
        }
        if (PLANES > 3u) {
          lines3 = next_lines(lines3, map + 3u, h, w, member);
          sum3 = add_rows(sum3, dy, lines3);
        }
        h += 2u;
      }
    }
  }
  keep_window(0u, sum0);
  if (PLANES > 1u) { keep_window(KH * KW, sum1); }
  if (PLANES > 2u) { keep_window(2u * KH * KW, sum2); }
  if (PLANES > 3u) { keep_window(3u * KH * KW, sum3); }
  if (own < M) {
    let place = part * WEIGHT_STRIDE + (m * C + c) * KH * KW;
    for (var t = 0u; t < PLANES * KH * KW; t++) {
      dw[place + t] = window[t];
    }
    if (c == 0u) { db[part * BIAS_STRIDE + m] = bias; }
  }
}
