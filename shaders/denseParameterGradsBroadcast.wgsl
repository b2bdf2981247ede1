enable subgroups;
// ∂L/∂weight and ∂L/∂bias of a dense layer, as PARTS partial sums each over N/PARTS samples, to be added in their order.
//   dw[o,f] = Σ_n dy[n,o] · x[n,f]          db[o] = Σ_n dy[n,o]
// x [N, F], dy [N, O]; dw [PARTS][O, F] and db [PARTS][O], parts a multiple of 64 elements apart; F a multiple of 4.
// A workgroup is a subgroup: it computes ROWS outputs × 4 features a lane, of one part. Each lane loads the inputs of its own features and
// some of the outputs' gradients, which are handed to all. The lanes of the first features sum the bias too. Order of the sum: n within a part.
// uses: lib/denseParameterBlock.wgsl

const N = 1u;
const F = 4u;
const O = 2u;
const PARTS = 1u;
const ROWS = 2u;
const SUBGROUP = 8u;

@group(0) @binding(0) var<storage, read> x: array<vec4f, N * QUADS>;
@group(0) @binding(1) var<storage, read> dy: array<f32, N * O>;
@group(0) @binding(2) var<storage, read_write> dw: array<vec4f, PARTS * WEIGHT_STRIDE>;
@group(0) @binding(3) var<storage, read_write> db: array<f32, PARTS * BIAS_STRIDE>;

@compute @workgroup_size(SUBGROUP)
fn dense_parameter_grads_broadcast(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
  @builtin(subgroup_invocation_id) member: u32,
) {
  // Workgroups in several rows, where one would be too long.
  let group = id.y * groups.x + id.x;
  if (group < PARAMETER_GROUPS) {
    parameter_block(group, lane, member);
  }
}
