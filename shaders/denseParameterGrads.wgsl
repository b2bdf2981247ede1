// ∂L/∂weight and ∂L/∂bias of a dense layer, as PARTS partial sums each over N/PARTS samples, to be added in their order.
//   dw[o,f] = Σ_n dy[n,o] · x[n,f]          db[o] = Σ_n dy[n,o]
// x [N, F], dy [N, O]; dw [PARTS][O, F] and db [PARTS][O], parts a multiple of 64 elements apart; F a multiple of 4.
// One invocation computes 4 outputs × 4 features of one part: acc_k holds output o + k. Inputs come four at a time; f runs fastest. The lanes
// of the first features sum the bias too. Order of the sum: n within a part.
// uses: lib/denseParameterTile.wgsl

const N = 1u;
const F = 4u;
const O = 2u;
const PARTS = 1u;

@group(0) @binding(0) var<storage, read> x: array<vec4f, N * QUADS>;
@group(0) @binding(1) var<storage, read> dy: array<f32, N * O>;
@group(0) @binding(2) var<storage, read_write> dw: array<vec4f, PARTS * WEIGHT_STRIDE>;
@group(0) @binding(3) var<storage, read_write> db: array<f32, PARTS * BIAS_STRIDE>;

@compute @workgroup_size(64)
fn dense_parameter_grads(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  // Workgroups in several rows, where one would be too long.
  parameter_tile(id.y * groups.x * 64u + id.x);
}
