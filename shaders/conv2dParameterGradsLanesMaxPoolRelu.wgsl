enable subgroups;
// ∂L/∂weight and ∂L/∂bias of a convolution behind which maximum pooling and then a ReLU stand, from the ReLU's gradient:
// conv2dParameterGradsLanes.wgsl, where the gradient of the convolution's output is made in registers and never written,
//   dz[n,m,p,q] = dy of its window where y > 0, if index says that (p, q) won it, else 0
// dy, y, index [N, M, PP, PQ]: windows of 2 × 2 side by side. x [N, C, H, W], dw [PARTS][M, C, KH, KW], db [PARTS][M]; KH, KW ≤ 5.
// uses: lib/windowGrads.wgsl, lib/weightGradLanes.wgsl, lib/weightGradTaps.wgsl

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
const PARTS = 1u;
const PLANES = 2u;
const COLUMNS = 4u;
const LANES = 8u;
const SUBGROUP = 4u;

@group(0) @binding(0) var<storage, read> x: array<f32, N * C * H * W>;
@group(0) @binding(1) var<storage, read> dy: array<f32, N * M * PP * PQ>;
@group(0) @binding(2) var<storage, read> y: array<f32, N * M * PP * PQ>;
@group(0) @binding(3) var<storage, read> index: array<u32, N * M * PP * PQ>;
@group(0) @binding(4) var<storage, read_write> dw: array<f32, PARTS * WEIGHT_STRIDE>;
@group(0) @binding(5) var<storage, read_write> db: array<f32, PARTS * BIAS_STRIDE>;

@compute @workgroup_size(LANES)
fn conv_2d_parameter_grads_lanes_max_pool_relu(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
  @builtin(subgroup_invocation_id) member: u32,
) {
  // Workgroups in several rows, where one would be too long; those that fill up the last one do the last work again.
  weight_grad_lanes(min(group.y * groups.x + group.x, WEIGHT_GROUPS - 1u), lane, member);
}
