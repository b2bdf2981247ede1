// All gradients of a dense layer that stands behind a convolution's maximum pooling and ReLU, and of these: denseGrads.wgsl with
//   dx[n,c,h,w] = Σ_o dy[n,o] · weight[o,f] of its window f where y > 0, if index says that (h, w) won it, else 0
// x [N, F], dy [N, O], weight [O, F]; y, index [N, F], the windows of all maps, VH × VW cells each, side by side; dx [N, C, PH, PW], cells that
// no window covers being 0; dw [PARTS][O, F] and db [PARTS][O], parts a multiple of 64 elements apart, to be added in their order; F a
// multiple of 4. The gradient of x is never written. Who computes what, and the order of the sums: as there.
// uses: lib/denseParameterTile.wgsl, lib/denseInputTile.wgsl, lib/windowSpread.wgsl

const N = 1u;
const F = 4u;
const O = 2u;
const PARTS = 1u;
const VH = 2u;
const VW = 2u;
const PP = 2u;
const PQ = 2u;
const PH = 4u;
const PW = 4u;
const PARAMETER_GROUPS = (PARAMETER_TILES + 63u) / 64u;

@group(0) @binding(0) var<storage, read> x: array<vec4f, N * QUADS>;
@group(0) @binding(1) var<storage, read> dy: array<f32, N * O>;
@group(0) @binding(2) var<storage, read> weight: array<vec4f, O * QUADS>;
@group(0) @binding(3) var<storage, read> y: array<f32, N * F>;
@group(0) @binding(4) var<storage, read> index: array<u32, N * F>;
@group(0) @binding(5) var<storage, read_write> dw: array<vec4f, PARTS * WEIGHT_STRIDE>;
@group(0) @binding(6) var<storage, read_write> db: array<f32, PARTS * BIAS_STRIDE>;
@group(0) @binding(7) var<storage, read_write> dx: array<f32, N * F / (PP * PQ) * PH * PW>;

fn seen_at(place: u32) -> f32 {
  return y[place];
}

fn finish_input(n: u32, f: u32, sum: vec4f) {
  if (n < N) {
    let place = n * F + 4u * f;
    spread(place, sum.x);
    spread(place + 1u, sum.y);
    spread(place + 2u, sum.z);
    spread(place + 3u, sum.w);
  }
}

@compute @workgroup_size(64)
fn dense_grads_max_pool_relu(
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
