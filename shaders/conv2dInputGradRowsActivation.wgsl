enable subgroups;
// ∂L/∂x of a convolution whose input is an activation's output y, and through the activation: conv2dInputGradRows.wgsl with
//   dx[n,c,h,w] = f′ · Σ_m Σ_i Σ_j dy[n, m, h+TOP−i, w+LEFT−j] · weight[m,c,i,j]
// f′ from y [N, C, H, W]: 1 where y > 0, else 0 for ReLU; y · (1 − y) for the logistic function.
// uses: lib/activation.wgsl, lib/gradRows.wgsl, lib/inputGradRows.wgsl

const N = 1u;
const C = 2u;
const H = 6u;
const W = 6u;
const M = 2u;
const KH = 3u;
const KW = 3u;
const P = 4u;
const Q = 4u;
const TOP = 0u;
const LEFT = 0u;
const MAPS = 2u;
const SEGMENTS = 1u;
const BLOCKS = 2u;
const GRADS = 1u;
const LAST = 1u;
const LANES = 8u;
const SUBGROUP = 4u;
const ACTIVATION = 1u;

@group(0) @binding(0) var<storage, read> dy: array<f32, N * M * P * Q>;
@group(0) @binding(1) var<storage, read> weight: array<f32, M * C * KH * KW>;
@group(0) @binding(2) var<storage, read> y: array<f32, N * C * H * W>;
@group(0) @binding(3) var<storage, read_write> dx: array<f32, N * C * H * W>;

fn finished(sum: f32, place: u32) -> f32 {
  return slope(sum, y[place]);
}

@compute @workgroup_size(LANES)
fn conv_2d_input_grad_rows_activation(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) lane: u32,
  @builtin(subgroup_invocation_id) member: u32,
) {
  input_grad_row(group, lane, member);
}
