// The body of the kernels that compute a convolution's input gradient row by row: see conv2dInputGradRows.wgsl.
// The kernel declares the sizes, `weight` and `dx`; and
//   struct Seen, seen_in(seen, map, p, v, is_first): what has to be known of row p of dy, from column v on, of the map n·M + m; `seen` is what
//     was known of row p + 1, and nothing in the first row
//   row_of(seen, p), before_of(seen, p): the row itself, 0 beside it, and the four columns before it
//   finished(sum, place): what becomes of a sum at its place in dx
// Columns are counted from where the first gradient's first tap falls, LEFT columns before dx begins: column v receives dy[v − j] · weight[j].
// A column is finished before the next begins, so that its sum stays in a register.

const K = KH * KW;

// Neighbours, four columns each. Those from BLOCKS on, of gradients from GRADS on, are never used.
struct Row { a: vec4f, b: vec4f, c: vec4f, d: vec4f, e: vec4f, f: vec4f }

// The sums of map k in the elements from k · BLOCKS on. A driver compiles a loop with four stores in a fraction of the time that all stores in a
// row take.
var<private> sums: array<vec4f, MAPS * BLOCKS>;

// What the gradients in four columns carry to the same columns.
fn from_here(start: vec4f, here: vec4f, taps: vec4f) -> vec4f {
  var sum = start;
  sum.x += here.x * taps.x;
  sum.y += here.y * taps.x;
  if (KW > 1u) { sum.y += here.x * taps.y; }
  sum.z += here.z * taps.x;
  if (KW > 1u) { sum.z += here.y * taps.y; }
  if (KW > 2u) { sum.z += here.x * taps.z; }
  sum.w += here.w * taps.x;
  if (KW > 1u) { sum.w += here.z * taps.y; }
  if (KW > 2u) { sum.w += here.y * taps.z; }
  if (KW > 3u) { sum.w += here.x * taps.w; }
  return sum;
}

// What those in the four columns before carry.
fn from_before(start: vec4f, before: vec4f, taps: vec4f, last: f32) -> vec4f {
  var sum = start;
  if (KW > 1u) { sum.x += before.w * taps.y; }
  if (KW > 2u) { sum.x += before.z * taps.z; }
  if (KW > 3u) { sum.x += before.y * taps.w; }
  if (KW > 4u) { sum.x += before.x * last; }
  if (KW > 2u) { sum.y += before.w * taps.z; }
  if (KW > 3u) { sum.y += before.z * taps.w; }
  if (KW > 4u) { sum.y += before.y * last; }
  if (KW > 3u) { sum.z += before.w * taps.w; }
  if (KW > 4u) { sum.z += before.z * last; }
  if (KW > 4u) { sum.w += before.w * last; }
  return sum;
}

// What both carry.
fn from_both(start: vec4f, before: vec4f, here: vec4f, taps: vec4f, last: f32) -> vec4f {
  var sum = start;
  sum.x += here.x * taps.x;
  if (KW > 1u) { sum.x += before.w * taps.y; }
  if (KW > 2u) { sum.x += before.z * taps.z; }
  if (KW > 3u) { sum.x += before.y * taps.w; }
  if (KW > 4u) { sum.x += before.x * last; }
  sum.y += here.y * taps.x;
  if (KW > 1u) { sum.y += here.x * taps.y; }
  if (KW > 2u) { sum.y += before.w * taps.z; }
  if (KW > 3u) { sum.y += before.z * taps.w; }
  if (KW > 4u) { sum.y += before.y * last; }
  sum.z += here.z * taps.x;
  if (KW > 1u) { sum.z += here.y * taps.y; }
  if (KW > 2u) { sum.z += here.x * taps.z; }
  if (KW > 3u) { sum.z += before.w * taps.w; }
  if (KW > 4u) { sum.z += before.z * last; }
  sum.w += here.w * taps.x;
  if (KW > 1u) { sum.w += here.z * taps.y; }
  if (KW > 2u) { sum.w += here.y * taps.z; }
  if (KW > 3u) { sum.w += here.x * taps.w; }
  if (KW > 4u) { sum.w += before.w * last; }
  return sum;
}

// What one row of gradients carries through one row of the kernel.
fn from_row(start: Row, before: vec4f, dy: Row, taps: vec4f, last: f32) -> Row {
  var sum = start;
  if (SEGMENTS == 1u) { sum.a = from_here(sum.a, dy.a, taps); }
  if (SEGMENTS > 1u) { sum.a = from_both(sum.a, before, dy.a, taps, last); }
  if (GRADS > 1u) { sum.b = from_both(sum.b, dy.a, dy.b, taps, last); }
  if (LAST == 1u) { sum.b = from_before(sum.b, dy.a, taps, last); }
  if (GRADS > 2u) { sum.c = from_both(sum.c, dy.b, dy.c, taps, last); }
  if (LAST == 2u) { sum.c = from_before(sum.c, dy.b, taps, last); }
  if (GRADS > 3u) { sum.d = from_both(sum.d, dy.c, dy.d, taps, last); }
  if (LAST == 3u) { sum.d = from_before(sum.d, dy.c, taps, last); }
  if (GRADS > 4u) { sum.e = from_both(sum.e, dy.d, dy.e, taps, last); }
  if (LAST == 4u) { sum.e = from_before(sum.e, dy.d, taps, last); }
  if (GRADS > 5u) { sum.f = from_both(sum.f, dy.e, dy.f, taps, last); }
  if (LAST == 5u) { sum.f = from_before(sum.f, dy.e, taps, last); }
  return sum;
}

// Columns v … v + 3, as far as dx has them.
fn store_four(row: u32, v: u32, sum: vec4f) {
  let w = v - LEFT;
  if (w < W) { dx[row + w] = finished(sum.x, row + w); }
  if (w + 1u < W) { dx[row + w + 1u] = finished(sum.y, row + w + 1u); }
  if (w + 2u < W) { dx[row + w + 2u] = finished(sum.z, row + w + 2u); }
  if (w + 3u < W) { dx[row + w + 3u] = finished(sum.w, row + w + 3u); }
}

fn keep(k: u32, sum: Row) {
  let first = k * BLOCKS;
  sums[first] = sum.a;
  if (BLOCKS > 1u) { sums[first + 1u] = sum.b; }
  if (BLOCKS > 2u) { sums[first + 2u] = sum.c; }
  if (BLOCKS > 3u) { sums[first + 3u] = sum.d; }
  if (BLOCKS > 4u) { sums[first + 4u] = sum.e; }
  if (BLOCKS > 5u) { sums[first + 5u] = sum.f; }
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

fn input_grad_row(group: vec3u, lane: u32, member: u32) {
  let invocation = group.x * LANES + lane;
  let n = min(invocation, N - 1u);
  let h = group.y;
  let c = group.z / SEGMENTS * MAPS;
  // A constant where an invocation has the whole row.
  var v = 0u;
  if (SEGMENTS > 1u) { v = group.z % SEGMENTS * 4u * BLOCKS; }
  // Where the weights begin that this lane loads; a subgroup of four has to load twice.
  let own = min(c + member % 8u, C - 1u) * K;
  let second = min(c + 4u + member % 4u, C - 1u) * K;
  var sum0 = Row();
  var sum1 = Row();
  var sum2 = Row();
  var sum3 = Row();
  var sum4 = Row();
  var sum5 = Row();
  var sum6 = Row();
  var sum7 = Row();
  // The rows i of the kernel that meet a gradient: 0 ≤ h + TOP − i < P.
  let first = max(h + TOP, P - 1u) - (P - 1u);
  let end = min(h + TOP + 1u, KH);
  for (var m = 0u; m < M; m++) {
    let map = n * M + m;
    var seen = Seen();
    for (var i = first; i < end; i++) {
      let p = h + TOP - i;
      seen = seen_in(seen, map, p, v, i == first);
      let dy = row_of(seen, p);
      let before = before_of(seen, p);
      let k = m * C * K + i * KW;
      var taps = four_taps(k + own);
      var last = last_tap(k + own);
      sum0 = from_row(sum0, before, dy, subgroupBroadcast(taps, 0u), subgroupBroadcast(last, 0u));
      if (MAPS > 1u) { sum1 = from_row(sum1, before, dy, subgroupBroadcast(taps, 1u), subgroupBroadcast(last, 1u)); }
      if (MAPS > 2u) { sum2 = from_row(sum2, before, dy, subgroupBroadcast(taps, 2u), subgroupBroadcast(last, 2u)); }
      if (MAPS > 3u) { sum3 = from_row(sum3, before, dy, subgroupBroadcast(taps, 3u), subgroupBroadcast(last, 3u)); }
      if (SUBGROUP < 8u) { taps = four_taps(k + second); last = last_tap(k + second); }
      if (MAPS > 4u) { sum4 = from_row(sum4, before, dy, subgroupBroadcast(taps, 4u % SUBGROUP), subgroupBroadcast(last, 4u % SUBGROUP)); }
      if (MAPS > 5u) { sum5 = from_row(sum5, before, dy, subgroupBroadcast(taps, 5u % SUBGROUP), subgroupBroadcast(last, 5u % SUBGROUP)); }
      if (MAPS > 6u) { sum6 = from_row(sum6, before, dy, subgroupBroadcast(taps, 6u % SUBGROUP), subgroupBroadcast(last, 6u % SUBGROUP)); }
      if (MAPS > 7u) { sum7 = from_row(sum7, before, dy, subgroupBroadcast(taps, 7u % SUBGROUP), subgroupBroadcast(last, 7u % SUBGROUP)); }
    }
  }
  keep(0u, sum0);
  if (MAPS > 1u) { keep(1u, sum1); }
  if (MAPS > 2u) { keep(2u, sum2); }
  if (MAPS > 3u) { keep(3u, sum3); }
  if (MAPS > 4u) { keep(4u, sum4); }
  if (MAPS > 5u) { keep(5u, sum5); }
  if (MAPS > 6u) { keep(6u, sum6); }
  if (MAPS > 7u) { keep(7u, sum7); }
  if (invocation == n) {
    for (var k = 0u; k < min(MAPS, C - c); k++) {
      let row = ((n * C + c + k) * H + h) * W;
      for (var b = 0u; b < BLOCKS; b++) {
        store_four(row, v + 4u * b, sums[k * BLOCKS + b]);
      }
    }
  }
}
