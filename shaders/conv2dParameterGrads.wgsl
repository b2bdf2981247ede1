// ∂L/∂weight and ∂L/∂bias of a convolution, as PARTS partial sums each over N/PARTS samples, to be added in their order.
//   dw[m,c,i,j] = Σ_n Σ_p Σ_q x[n, c, p+i, q+j] · dy[n,m,p,q]          db[m] = Σ_n Σ_p Σ_q dy[n,m,p,q]
// x [N, C, H, W], dy [N, M, P, Q]; dw [PARTS][M, C, KH, KW] and db [PARTS][M], parts a multiple of 64 elements apart.
// One invocation computes, for one part, up to eight taps (c, i, j …) of four maps: tap_k holds tap j + k of maps m … m + 3. The inputs slide
// along the row, one new one for each q. The lanes that see the first tap of the first input map sum the bias too.
// Order of the sum: n, p, q within a part. |error| ≤ γ_(N·P·Q) · Σ|x·dy|.
// uses: lib/weightGradBlocks.wgsl

const N = 1u;
const C = 1u;
const H = 6u;
const W = 6u;
const M = 2u;
const KH = 3u;
const KW = 3u;
const PARTS = 1u;
const P = H - KH + 1u;
const Q = W - KW + 1u;

@group(0) @binding(0) var<storage, read> x: array<f32, SIZE>;
@group(0) @binding(1) var<storage, read> dy: array<f32, GRADS>;
@group(0) @binding(2) var<storage, read_write> dw: array<f32, PARTS * WEIGHT_STRIDE>;
@group(0) @binding(3) var<storage, read_write> db: array<f32, PARTS * BIAS_STRIDE>;

@compute @workgroup_size(64)
fn conv_2d_parameter_grads(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  // Workgroups in several rows, where one would be too long.
  tap_tile(id.y * groups.x * 64u + id.x);
}
