enable subgroups;
// ∂L/∂x of a convolution, a row of one sample at a time: for programs on the processor, whose time goes into loads.
//   dx[n,c,h,w] = Σ_m Σ_i Σ_j dy[n, m, h+TOP−i, w+LEFT−j] · weight[m,c,i,j]        (terms outside dy are 0)
// dy [N, M, P, Q], weight [M, C, KH, KW], dx [N, C, H, W]; KW ≤ 5.
// One invocation computes one row of MAPS input maps or, where rows are long, one of SEGMENTS parts of it: BLOCKS times four columns, from
// GRADS times four gradients. LAST is the block that these reach only from the left, 0 if there is none. The lanes of a workgroup differ in
// the sample alone, so that no lane has rows of dy that another lacks. Each lane loads the weights of one map, and the others receive them
// from it. Order of the sum: m, i, j. Lanes beyond the last sample repeat it and write nothing.
// uses: lib/gradRows.wgsl, lib/inputGradRows.wgsl

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

@group(0) @binding(0) var<storage, read> dy: array<f32, N * M * P * Q>;
@group(0) @binding(1) var<storage, read> weight: array<f32, M * C * KH * KW>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32, N * C * H * W>;

fn finished(sum: f32, place: u32) -> f32 {
  return sum;
}

@compute @workgroup_size(LANES)
fn conv_2d_input_grad_rows(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) lane: u32,
  @builtin(subgroup_invocation_id) member: u32,
) {
  input_grad_row(group, lane, member);
}
