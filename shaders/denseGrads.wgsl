// All gradients of a dense layer, and of the activation a that its input comes from.
//   dw[o,f] = Σ_n dy[n,o] · x[n,f];   db[o] = Σ_n dy[n,o];   dx[n,f] = a'(…) · Σ_o dy[n,o] · weight[o,f], from the output x[n,f] of a
// x and dx [N, F], dy [N, O], weight [O, F]; dw [PARTS][O, F] and db [PARTS][O], parts a multiple of 64 elements apart, to be added in
// their order; F a multiple of 4.
// The first workgroups compute dw and db as denseParameterGrads.wgsl does. An invocation of the others computes 4 samples × 4 features of
// dx: acc_k holds sample n + k. Weights come four at a time; f runs fastest. Order of the sums: n within a part; o.
// uses: lib/denseParameterTile.wgsl, lib/activation.wgsl

const N = 1u;
const F = 4u;
const O = 2u;
const PARTS = 1u;
const ACTIVATION = 1u;
const PARAMETER_GROUPS = (PARAMETER_TILES + 63u) / 64u;
const INPUT_TILES = (N + 3u) / 4u * QUADS;

@group(0) @binding(0) var<storage, read> x: array<vec4f, N * QUADS>;
@group(0) @binding(1) var<storage, read> dy: array<f32, N * O>;
@group(0) @binding(2) var<storage, read> weight: array<vec4f, O * QUADS>;
@group(0) @binding(3) var<storage, read_write> dw: array<vec4f, PARTS * WEIGHT_STRIDE>;
@group(0) @binding(4) var<storage, read_write> db: array<f32, PARTS * BIAS_STRIDE>;
@group(0) @binding(5) var<storage, read_write> dx: array<vec4f, N * QUADS>;

fn finish_input(n: u32, f: u32, sum: vec4f) {
  if (n < N) {
    let place = n * QUADS + f;
    if (ACTIVATION == 0u) {
      dx[place] = sum;
      return;
    }
    let seen = x[place];
    dx[place] = vec4f(slope(sum.x, seen.x), slope(sum.y, seen.y), slope(sum.z, seen.z), slope(sum.w, seen.w));
  }
}

fn input_tile(invocation: u32) {
  let tile = min(invocation, INPUT_TILES - 1u);
  let f = tile % QUADS;
  let n = tile / QUADS * 4u;
  // Rows beyond the last repeat it and are not written.
  let d0 = n * O;
  let d1 = min(n + 1u, N - 1u) * O;
  let d2 = min(n + 2u, N - 1u) * O;
  let d3 = min(n + 3u, N - 1u) * O;
  var acc0 = vec4f();
  var acc1 = vec4f();
  var acc2 = vec4f();
  var acc3 = vec4f();
  for (var o = 0u; o < O; o++) {
    let w = weight[o * QUADS + f];
    acc0 += dy[d0 + o] * w;
    acc1 += dy[d1 + o] * w;
    acc2 += dy[d2 + o] * w;
    acc3 += dy[d3 + o] * w;
  }
  if (invocation == tile) {
    finish_input(n, f, acc0);
    finish_input(n + 1u, f, acc1);
    finish_input(n + 2u, f, acc2);
    finish_input(n + 3u, f, acc3);
  }
}

@compute @workgroup_size(64)
fn dense_grads(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  // Workgroups in several rows, where one would be too long.
  let group = id.y * groups.x + id.x;
  if (group < PARAMETER_GROUPS) {
    parameter_tile(group * 64u + lane);
  } else {
    input_tile((group - PARAMETER_GROUPS) * 64u + lane);
  }
}
