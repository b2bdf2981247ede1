enable subgroups;
// All gradients of a dense layer, and of the activation a that its input comes from.
//   dw[o,f] = Σ_n dy[n,o] · x[n,f];   db[o] = Σ_n dy[n,o];   dx[n,f] = a'(…) · Σ_o dy[n,o] · weight[o,f], from the output x[n,f] of a
// x and dx [N, F], dy [N, O], weight [O, F]; dw [PARTS][O, F] and db [PARTS][O], parts a multiple of 64 elements apart, to be added in
// their order; F a multiple of 4.
// A workgroup is a subgroup. The first ones compute dw and db as denseParameterGradsBroadcast.wgsl does; each of the others 16 samples × 4
// features a lane of dx. Each lane loads the weights of its own features and the gradients of some samples, which are handed to all.
// Order of the sums: n within a part; o.
// uses: lib/denseParameterBlock.wgsl, lib/activation.wgsl

const N = 1u;
const F = 4u;
const O = 2u;
const PARTS = 1u;
const ROWS = 2u;
const SUBGROUP = 8u;
const ACTIVATION = 1u;
const SAMPLES = (N + 15u) / 16u;
const GROUPS = PARAMETER_GROUPS + SAMPLES * FEATURES;

@group(0) @binding(0) var<storage, read> x: array<vec4f, N * QUADS>;
@group(0) @binding(1) var<storage, read> dy: array<f32, N * O>;
@group(0) @binding(2) var<storage, read> weight: array<vec4f, O * QUADS>;
@group(0) @binding(3) var<storage, read_write> dw: array<vec4f, PARTS * WEIGHT_STRIDE>;
@group(0) @binding(4) var<storage, read_write> db: array<f32, PARTS * BIAS_STRIDE>;
@group(0) @binding(5) var<storage, read_write> dx: array<vec4f, N * QUADS>;

fn store_input(n: u32, f: u32, sum: vec4f) {
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

fn input_block(group: u32, lane: u32, member: u32) {
  let column = group % FEATURES * SUBGROUP + lane;
  let n = group / FEATURES * 16u;
  let f = min(column, QUADS - 1u);
  let own = shared_rows(n, N, member) * O;
  var sum = Block();
  for (var o = 0u; o < O; o++) {
    var g = vec4f(dy[own.x + o], dy[own.y + o], 0.0, 0.0);
    if (SHARE < 8u) {
      g.z = dy[own.z + o];
      g.w = dy[own.w + o];
    }
    sum = added(sum, g, weight[o * QUADS + f], 16u);
  }
  if (column == f) {
    var rows = rows_of(sum);
    for (var k = 0u; k < 16u; k++) {
      store_input(n + k, f, rows[k]);
    }
  }
}

@compute @workgroup_size(SUBGROUP)
fn dense_grads_broadcast(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
  @builtin(subgroup_invocation_id) member: u32,
) {
  // Workgroups in several rows, where one would be too long.
  let group = id.y * groups.x + id.x;
  if (group < PARAMETER_GROUPS) {
    parameter_block(group, lane, member);
  } else if (group < GROUPS) {
    input_block(group - PARAMETER_GROUPS, lane, member);
  }
}
