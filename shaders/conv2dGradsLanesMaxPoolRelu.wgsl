enable subgroups;
// All gradients of a convolution behind which maximum pooling and then a ReLU stand, from the ReLU's gradient: for programs on the processor.
//   dz[n,m,p,q] = dy of its window where y > 0, if index says that (p, q) won it, else 0
//   dw[m,c,i,j] = Σ_n Σ_p Σ_q x[n, c, p+i−TOP, q+j−LEFT] · dz[n,m,p,q]          db[m] = Σ_n Σ_p Σ_q dz[n,m,p,q]        (outside x is 0)
//   dx[n,c,h,w] = Σ_m Σ_i Σ_j dz[n, m, h+TOP−i, w+LEFT−j] · weight[m,c,i,j]                                          (outside dz is 0)
// dy, y, index [N, M, PP, PQ]: windows of 2 × 2 side by side. x and dx [N, C, H, W], weight [M, C, KH, KW]; dw [PARTS][M, C, KH, KW] and
// db [PARTS][M], parts a multiple of 64 elements apart, to be added in their order; KH, KW ≤ 5. dz is never written.
// The first workgroups compute dw and db as conv2dParameterGradsLanesMaxPoolRelu.wgsl does, the others dx as conv2dInputGradRows.wgsl does.
// Order of the sums: as there.
// uses: lib/windowGrads.wgsl, lib/weightGradLanes.wgsl, lib/weightGradTaps.wgsl, lib/inputGradRows.wgsl

const N = 1u;
const C = 2u;
const H = 6u;
const W = 6u;
const M = 2u;
const KH = 3u;
const KW = 3u;
const P = 4u;
const Q = 4u;
const PP = 2u;
const PQ = 2u;
const TOP = 0u;
const LEFT = 0u;
const LANES = 8u;
const SUBGROUP = 4u;
// Of dw and db.
const PARTS = 1u;
const PLANES = 2u;
const COLUMNS = 4u;
// Of dx.
const MAPS = 2u;
const SEGMENTS = 1u;
const BLOCKS = 2u;
const GRADS = 1u;
const LAST = 1u;
const SAMPLE_GROUPS = (N + LANES - 1u) / LANES;
const GROUPS = WEIGHT_GROUPS + SAMPLE_GROUPS * H * ((C + MAPS - 1u) / MAPS) * SEGMENTS;

@group(0) @binding(0) var<storage, read> x: array<f32, N * C * H * W>;
@group(0) @binding(1) var<storage, read> dy: array<f32, N * M * PP * PQ>;
@group(0) @binding(2) var<storage, read> y: array<f32, N * M * PP * PQ>;
@group(0) @binding(3) var<storage, read> index: array<u32, N * M * PP * PQ>;
@group(0) @binding(4) var<storage, read> weight: array<f32, M * C * KH * KW>;
@group(0) @binding(5) var<storage, read_write> dw: array<f32, PARTS * WEIGHT_STRIDE>;
@group(0) @binding(6) var<storage, read_write> db: array<f32, PARTS * BIAS_STRIDE>;
@group(0) @binding(7) var<storage, read_write> dx: array<f32, N * C * H * W>;

// Two windows side by side: what each receives, and which of its cells won it.
struct Windows { grads: vec2f, cells: vec2u }

// A row of windows, four columns each, and those before it. Of two rows of dz that lie in it the lower comes first.
struct Seen { a: Windows, b: Windows, c: Windows, d: Windows, e: Windows, f: Windows, before: Windows }

// q is even; what lies left of dz wraps around, and lies outside too.
fn two_windows(map: u32, p: u32, q: u32) -> Windows {
  let v = q / 2u;
  let place = (map * PP + p / 2u) * PQ + v;
  let first = select(0.0, dy[place], (y[place] > 0.0) & (p / 2u < PP) & (v < PQ));
  let second = select(0.0, dy[place + 1u], (y[place + 1u] > 0.0) & (p / 2u < PP) & (v + 1u < PQ));
  return Windows(vec2f(first, second), vec2u(index[place], index[place + 1u]));
}

fn seen_in(old: Seen, map: u32, p: u32, v: u32, is_first: bool) -> Seen {
  var seen = old;
  if (is_first | (p % 2u == 1u)) {
    if (SEGMENTS > 1u) { seen.before = two_windows(map, p, v - 4u); }
    seen.a = two_windows(map, p, v);
    if (GRADS > 1u) { seen.b = two_windows(map, p, v + 4u); }
    if (GRADS > 2u) { seen.c = two_windows(map, p, v + 8u); }
    if (GRADS > 3u) { seen.d = two_windows(map, p, v + 12u); }
    if (GRADS > 4u) { seen.e = two_windows(map, p, v + 16u); }
    if (GRADS > 5u) { seen.f = two_windows(map, p, v + 20u); }
  }
  return seen;
}

// What row p has of them.
fn four_grads(windows: Windows, p: u32) -> vec4f {
  let cells = windows.cells.xxyy == p % 2u * 2u + vec4u(0u, 1u, 0u, 1u);
  return select(vec4f(), windows.grads.xxyy, cells);
}

fn row_of(seen: Seen, p: u32) -> Row {
  var row = Row();
  row.a = four_grads(seen.a, p);
  if (GRADS > 1u) { row.b = four_grads(seen.b, p); }
  if (GRADS > 2u) { row.c = four_grads(seen.c, p); }
  if (GRADS > 3u) { row.d = four_grads(seen.d, p); }
  if (GRADS > 4u) { row.e = four_grads(seen.e, p); }
  if (GRADS > 5u) { row.f = four_grads(seen.f, p); }
  return row;
}

fn before_of(seen: Seen, p: u32) -> vec4f {
  return four_grads(seen.before, p);
}

fn finished(sum: f32, place: u32) -> f32 {
  return sum;
}

@compute @workgroup_size(LANES)
fn conv_2d_grads_lanes_max_pool_relu(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
  @builtin(subgroup_invocation_id) member: u32,
) {
  // Workgroups in several rows, where one would be too long.
  let group = id.y * groups.x + id.x;
  if (group < WEIGHT_GROUPS) {
    weight_grad_lanes(group, lane, member);
  } else if (group < GROUPS) {
    let o = group - WEIGHT_GROUPS;
    input_grad_row(vec3u(o % SAMPLE_GROUPS, o / SAMPLE_GROUPS % H, o / (SAMPLE_GROUPS * H)), lane, member);
  }
}
