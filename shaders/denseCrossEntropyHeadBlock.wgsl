// A classifier's last dense layer and what follows it: denseCrossEntropyHead.wgsl, for programs on the processor without subgroups.
//   b[n,o] = Σ_f x[n,f] · weight[o,f] + bias[o]
// x [N, F], weight [O, F], bias [O], label [N]; dx, the gradient of b, [N, O], metrics [R, 2], step [1]; F a multiple of 4, O ≤ 16.
// One workgroup does 4·LANES samples after 4·LANES samples: a lane computes all outputs of four of them, and then judges these. Order of the
// sum: f, four products at a time.
// uses: lib/denseHeadBlock.wgsl, lib/crossEntropy.wgsl

const N = 1u;
const F = 4u;
const O = 10u;
const R = 4u;
const SMOOTHING: f32 = 0.0;
const LANES = 8u;
const CLASSES = O;
const ROWS = O;
const QUADS = F / 4u;

@group(0) @binding(0) var<storage, read> x: array<vec4f, N * QUADS>;
@group(0) @binding(1) var<storage, read> weight: array<vec4f, O * QUADS>;
@group(0) @binding(2) var<storage, read> bias: array<f32, O>;
@group(0) @binding(3) var<storage, read> label: array<u32, N>;
@group(0) @binding(4) var<storage, read_write> dx: array<f32, N * O>;
@group(0) @binding(5) var<storage, read_write> metrics: array<vec2f>;
@group(0) @binding(6) var<storage, read_write> step: array<u32>;

// What output o has from four features of four samples, a feature a column.
fn of_row(o: u32, f: u32, columns: mat4x4f) -> vec4f {
  return columns * weight[o * QUADS + f];
}

fn own_block(seen: vec4u) -> Block {
  var sum = Block();
  for (var f = 0u; f < QUADS; f++) {
    let columns = transpose(mat4x4f(x[seen.x + f], x[seen.y + f], x[seen.z + f], x[seen.w + f]));
    sum.a += of_row(0u, f, columns);
    if (ROWS > 1u) { sum.b += of_row(1u, f, columns); }
    if (ROWS > 2u) { sum.c += of_row(2u, f, columns); }
    if (ROWS > 3u) { sum.d += of_row(3u, f, columns); }
    if (ROWS > 4u) { sum.e += of_row(4u, f, columns); }
    if (ROWS > 5u) { sum.f += of_row(5u, f, columns); }
    if (ROWS > 6u) { sum.g += of_row(6u, f, columns); }
    if (ROWS > 7u) { sum.h += of_row(7u, f, columns); }
    if (ROWS > 8u) { sum.i += of_row(8u, f, columns); }
    if (ROWS > 9u) { sum.j += of_row(9u, f, columns); }
    if (ROWS > 10u) { sum.k += of_row(10u, f, columns); }
    if (ROWS > 11u) { sum.l += of_row(11u, f, columns); }
    if (ROWS > 12u) { sum.m += of_row(12u, f, columns); }
    if (ROWS > 13u) { sum.n += of_row(13u, f, columns); }
    if (ROWS > 14u) { sum.o += of_row(14u, f, columns); }
    if (ROWS > 15u) { sum.p += of_row(15u, f, columns); }
  }
  return sum;
}

@compute @workgroup_size(LANES)
fn dense_cross_entropy_head_block(@builtin(local_invocation_index) lane: u32) {
  var result = vec2f();
  for (var first = 0u; first < N; first += 4u * LANES) {
    // Samples beyond the last repeat it and are not judged.
    let seen = min(first + lane + vec4u(0u, 1u, 2u, 3u) * LANES, vec4u(N - 1u)) * QUADS;
    result += judge_block(first, lane, own_block(seen));
  }
  note(lane, result);
}
