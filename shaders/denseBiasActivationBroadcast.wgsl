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
  let sum = dense_block(seen, own);
  store_row(o, n, sum.a);
  if (ROWS > 1u) { store_row(o + 1u, n, sum.b); }
  if (ROWS > 2u) { store_row(o + 2u, n, sum.c); }
  if (ROWS > 3u) { store_row(o + 3u, n, sum.d); }
  if (ROWS > 4u) { store_row(o + 4u, n, sum.e); }
  if (ROWS > 5u) { store_row(o + 5u, n, sum.f); }
  if (ROWS > 6u) { store_row(o + 6u, n, sum.g); }
  if (ROWS > 7u) { store_row(o + 7u, n, sum.h); }
  if (ROWS > 8u) { store_row(o + 8u, n, sum.i); }
  if (ROWS > 9u) { store_row(o + 9u, n, sum.j); }
  if (ROWS > 10u) { store_row(o + 10u, n, sum.k); }
  if (ROWS > 11u) { store_row(o + 11u, n, sum.l); }
  if (ROWS > 12u) { store_row(o + 12u, n, sum.m); }
  if (ROWS > 13u) { store_row(o + 13u, n, sum.n); }
  if (ROWS > 14u) { store_row(o + 14u, n, sum.o); }
  if (ROWS > 15u) { store_row(o + 15u, n, sum.p); }
}
