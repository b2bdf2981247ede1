// All gradients of a dense layer, and of the activation a that its input comes from.
//   dw[o,f] = Σ_n dy[n,o] · x[n,f];   db[o] = Σ_n dy[n,o];   dx[n,f] = a'(…) · Σ_o dy[n,o] · weight[o,f], from the output x[n,f] of a
// x and dx [N, F], dy [N, O], weight [O, F]; dw [PARTS][O, F] and db [PARTS][O], parts a multiple of 64 elements apart, to be added in
// their order; F a multiple of 4.
// The first workgroups compute dw and db as denseParameterGrads.wgsl does. An invocation of the others computes 4 samples × 4 features of
// dx: acc_k holds sample n + k. Weights come four at a time; f runs fastest. Order of the sums: n within a part; o.
// uses: lib/denseParameterTile.wgsl, lib/denseInputTile.wgsl, lib/activation.wgsl

const N = 1u;
const F = 4u;
const O = 2u;
const PARTS = 1u;
const ACTIVATION = 1u;
const PARAMETER_GROUPS = (PARAMETER_TILES + 63u) / 64u;

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
