enable subgroups;
// ∂L/∂weight and ∂L/∂bias of a convolution of a multiple of four maps, as PARTS partial sums each over N/PARTS samples, to be added in their
// order: for programs on the processor, whose time goes into loads and into handing values from lane to lane.
//   dw[m,c,i,j] = Σ_n Σ_p Σ_q x[n, c, p+i−TOP, q+j−LEFT] · dy[n,m,p,q]          db[m] = Σ_n Σ_p Σ_q dy[n,m,p,q]        (outside x is 0)
// x [N, C, H, W], dy [N, M, P, Q]; dw [PARTS][M, C, KH, KW] and db [PARTS][M], parts a multiple of 64 elements apart; C a multiple of 4; KH,
// KW ≤ 5.
// The four lanes of a quad have four maps m and four input maps c, a lane one of each: it loads the gradients of its m and the inputs of its c.
// Inputs change places within the quad three times, so that every m meets every c; that is an instruction for four lanes, where handing out
// the inputs of one lane is ten. One invocation computes all taps of its m and the four c, for one part. A row of COLUMNS gradients meets
// KH rows of inputs, of which one is new. The quads that see the first input map sum the bias too.
// Order of the sum: n, then q in blocks of COLUMNS, then p. |error| ≤ γ_(N·P·Q) · Σ|x·dy|. Lanes beyond the last map repeat it and write nothing.
// uses: lib/weightGradTaps.wgsl

const N = 1u;
const C = 4u;
const H = 6u;
const W = 6u;
const M = 2u;
const KH = 3u;
const KW = 3u;
const P = 4u;
const Q = 4u;
const TOP = 0u;
const LEFT = 0u;
const PARTS = 1u;
const COLUMNS = 4u;
const LANES = 8u;

@group(0) @binding(0) var<storage, read> x: array<f32, N * C * H * W>;
@group(0) @binding(1) var<storage, read> dy: array<f32, N * M * P * Q>;
@group(0) @binding(2) var<storage, read_write> dw: array<f32, PARTS * WEIGHT_STRIDE>;
@group(0) @binding(3) var<storage, read_write> db: array<f32, PARTS * BIAS_STRIDE>;

const MAP_BLOCKS = (M + LANES - 1u) / LANES;
const PLANE_BLOCKS = C / 4u;
const WEIGHT_GROUPS = PARTS * PLANE_BLOCKS * MAP_BLOCKS;
const PER_PART = (N + PARTS - 1u) / PARTS;
const BLOCKS = (Q + COLUMNS - 1u) / COLUMNS;
const INSIDE = TOP + LEFT == 0u && P + KH <= H + 1u && BLOCKS * COLUMNS + KW <= W + 1u;

// The inputs of a row that COLUMNS gradients see. And five such rows: gradients meet the last KH of them.
struct Line { a: vec4f, b: vec4f }
struct Lines { a: Line, b: Line, c: Line, d: Line, e: Line }

// The taps of row i of the kernel, for the inputs after turn k, at k · KH + i.
var<private> low: array<vec4f, 4u * KH>;
var<private> last: array<f32, 4u * KH>;

// Input t of those seen from column w on.
fn seen_at(map: u32, h: u32, w: u32, t: u32) -> f32 {
  var value = 0.0;
  if (t < COLUMNS + KW - 1u) { value = input_at(map, h, w + t); }
  return value;
}

fn load_line(map: u32, h: u32, w: u32) -> Line {
  return Line(
    vec4f(seen_at(map, h, w, 0u), seen_at(map, h, w, 1u), seen_at(map, h, w, 2u), seen_at(map, h, w, 3u)),
    vec4f(seen_at(map, h, w, 4u), seen_at(map, h, w, 5u), seen_at(map, h, w, 6u), seen_at(map, h, w, 7u)),
  );
}

// The rows before the newest that the first row of gradients meets, where next_lines expects them; h is the first.
fn first_lines(map: u32, h: u32, w: u32) -> Lines {
  var lines = Lines();
  if (KH > 4u) { lines.b = load_line(map, h + KH - 5u, w); }
  if (KH > 3u) { lines.c = load_line(map, h + KH - 4u, w); }
  if (KH > 2u) { lines.d = load_line(map, h + KH - 3u, w); }
  if (KH > 1u) { lines.e = load_line(map, h + KH - 2u, w); }
  return lines;
}

// One row further, to row h.
fn next_lines(old: Lines, map: u32, h: u32, w: u32) -> Lines {
  return Lines(old.b, old.c, old.d, old.e, load_line(map, h, w));
}

// The rows of the lane that is another by `turn` in its bits.
fn turned(line: Line, turn: u32) -> Line {
  if (turn == 1u) { return Line(quadSwapX(line.a), quadSwapX(line.b)); }
  if (turn == 2u) { return Line(quadSwapY(line.a), quadSwapY(line.b)); }
  if (turn == 3u) { return Line(quadSwapDiagonal(line.a), quadSwapDiagonal(line.b)); }
  return line;
}

fn add_row(k: u32, dy: Grads, line: Line) {
  let sum = add_taps(Taps(), dy, line.a, line.b);
  low[k].x += sum.low.x;
  if (KW > 1u) { low[k].y += sum.low.y; }
  if (KW > 2u) { low[k].z += sum.low.z; }
  if (KW > 3u) { low[k].w += sum.low.w; }
  if (KW > 4u) { last[k] += sum.last; }
}

fn add_rows(turn: u32, dy: Grads, lines: Lines) {
  let k = turn * KH;
  if (KH > 4u) { add_row(k + KH - 5u, dy, turned(lines.a, turn)); }
  if (KH > 3u) { add_row(k + KH - 4u, dy, turned(lines.b, turn)); }
  if (KH > 2u) { add_row(k + KH - 3u, dy, turned(lines.c, turn)); }
  if (KH > 1u) { add_row(k + KH - 2u, dy, turned(lines.d, turn)); }
  add_row(k + KH - 1u, dy, turned(lines.e, turn));
}

fn store_taps(place: u32, sum: Taps) {
  dw[place] = sum.low.x;
  if (KW > 1u) { dw[place + 1u] = sum.low.y; }
  if (KW > 2u) { dw[place + 2u] = sum.low.z; }
  if (KW > 3u) { dw[place + 3u] = sum.low.w; }
  if (KW > 4u) { dw[place + 4u] = sum.last; }
}

fn store_window(place: u32, turn: u32) {
  for (var i = 0u; i < KH; i++) {
    store_taps(place + i * KW, Taps(low[turn * KH + i], last[turn * KH + i]));
  }
}

// dy in column q of a row: 0 beside it, where blocks reach beyond.
fn grad_of(row: u32, q: u32) -> f32 {
  var value = dy[row + q];
  if (Q % COLUMNS > 0u) { value = select(0.0, value, q < Q); }
  return value;
}

fn grads(map: u32, p: u32, q: u32) -> Grads {
  let row = (map * P + p) * Q;
  var some = Grads();
  some.a = vec4f(grad_of(row, q), grad_of(row, q + 1u), grad_of(row, q + 2u), grad_of(row, q + 3u));
  if (COLUMNS > 4u) { some.b = vec2f(grad_of(row, q + 4u), grad_of(row, q + 5u)); }
  return some;
}

// What the lanes of workgroup `group` of WEIGHT_GROUPS compute.
fn weight_grad_quads(group: u32, lane: u32, member: u32) {
  let own = group % MAP_BLOCKS * LANES + lane;
  let m = min(own, M - 1u);
  let c = group / MAP_BLOCKS % PLANE_BLOCKS * 4u;
  let part = group / (MAP_BLOCKS * PLANE_BLOCKS);
  var bias = 0.0;
  let end = min((part + 1u) * PER_PART, N) * BLOCKS;
  for (var strip = part * PER_PART * BLOCKS; strip < end; strip++) {
    let n = strip / BLOCKS;
    let q = strip % BLOCKS * COLUMNS;
    let map = n * C + c + member;
    let w = q - LEFT;
    var h = 0u - TOP;
    var lines = first_lines(map, h, w);
    h += KH - 1u;
    for (var p = 0u; p < P; p++) {
      let dy = grads(n * M + m, p, q);
      bias += total(dy);
      lines = next_lines(lines, map, h, w);
      add_rows(0u, dy, lines);
      add_rows(1u, dy, lines);
      add_rows(2u, dy, lines);
      add_rows(3u, dy, lines);
      h += 1u;
    }
  }
  if (own < M) {
    let place = part * WEIGHT_STRIDE + (m * C + c) * KH * KW;
    store_window(place + member * KH * KW, 0u);
    store_window(place + (member ^ 1u) * KH * KW, 1u);
    store_window(place + (member ^ 2u) * KH * KW, 2u);
    store_window(place + (member ^ 3u) * KH * KW, 3u);
    if (c == 0u) { db[part * BIAS_STRIDE + m] = bias; }
  }
}

@compute @workgroup_size(LANES)
fn conv_2d_parameter_grads_quads(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
  @builtin(subgroup_invocation_id) member: u32,
) {
  // Workgroups in several rows, where one would be too long; those that fill up the last one do the last work again.
  weight_grad_quads(min(group.y * groups.x + group.x, WEIGHT_GROUPS - 1u), lane, member % 4u);
}
