enable subgroups;
// Dense layer, bias and activation at one go.
//   y[n,o] = f( Σ_f x[n,f] · weight[o,f] + bias[o] )
// x [N, F], weight [O, F], bias [O], y [N, O]; F a multiple of 4.
// A workgroup is a subgroup: it computes ROWS outputs × 4 samples a lane. Each lane loads its own samples and the weights of some outputs,
// which are handed to all. Order of the sum: f.
// uses: lib/denseBlock.wgsl, lib/activation.wgsl

const N = 1u;
const F = 4u;
const O = 2u;
const ROWS = 2u;
const SUBGROUP = 8u;
const ACTIVATION = 1u;
const QUADS = F / 4u;
const OUTPUTS = (O + ROWS - 1u) / ROWS;
const SAMPLES = (N + 4u * SUBGROUP - 1u) / (4u * SUBGROUP);

@group(0) @binding(0) var<storage, read> x: array<vec4f, N * QUADS>;
@group(0) @binding(1) var<storage, read> weight: array<vec4f, O * QUADS>;
@group(0) @binding(2) var<storage, read> bias: array<f32, O>;
@group(0) @binding(3) var<storage, read_write> y: array<f32, N * O>;

// One output of a lane's four samples, which are SUBGROUP apart.
fn store_row(o: u32, n: u32, sum: vec4f) {
  if (o < O) {
    let b = bias[o];
    if (n < N) { y[n * O + o] = activate(sum.x + b); }
    if (n + SUBGROUP < N) { y[(n + SUBGROUP) * O + o] = activate(sum.y + b); }
    if (n + 2u * SUBGROUP < N) { y[(n + 2u * SUBGROUP) * O + o] = activate(sum.z + b); }
    if (n + 3u * SUBGROUP < N) { y[(n + 3u * SUBGROUP) * O + o] = activate(sum.w + b); }
  }
}

@compute @workgroup_size(SUBGROUP)
fn dense_bias_activation_broadcast(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
  @builtin(subgroup_invocation_id) member: u32,
) {
  // Workgroups in several rows, where one would be too long.
  let group = id.y * groups.x + id.x;
  if (group >= OUTPUTS * SAMPLES) {
    return;
  }
  let o = group % OUTPUTS * ROWS;
  let n = group / OUTPUTS * 4u * SUBGROUP + lane;
  // Samples and outputs beyond the last repeat it and are not written.
  let seen = min(n + vec4u(0u, 1u, 2u, 3u) * SUBGROUP, vec4u(N - 1u)) * QUADS;
  let own = shared_rows(o, O, member) * QUADS;
  var rows = rows_of(dense_block(seen, own));
  for (var k = 0u; k < ROWS; k++) {
    store_row(o + k, n, rows[k]);
  }
}
