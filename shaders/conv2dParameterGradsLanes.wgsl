enable subgroups;
// ∂L/∂weight and ∂L/∂bias of a convolution, as PARTS partial sums each over N/PARTS samples, to be added in their order: for programs on the
// processor, whose time goes into loads.
//   dw[m,c,i,j] = Σ_n Σ_p Σ_q x[n, c, p+i−TOP, q+j−LEFT] · dy[n,m,p,q]          db[m] = Σ_n Σ_p Σ_q dy[n,m,p,q]        (outside x is 0)
// x [N, C, H, W], dy [N, M, P, Q]; dw [PARTS][M, C, KH, KW] and db [PARTS][M], parts a multiple of 64 elements apart; KH, KW ≤ 5.
// One invocation computes, for one part, all taps of PLANES input maps (a divisor of C) and one map m; the lanes of a workgroup differ in m
// alone. Each loads one of the inputs that the taps of COLUMNS gradients see in a row, COLUMNS + KW − 1 ≤ 8, and the others receive them from
// it. A row of inputs stays for all the gradients that meet it. The lanes that see the first input map sum the bias too.
// Order of the sum: n, then q in blocks of COLUMNS, then p. |error| ≤ γ_(N·P·Q) · Σ|x·dy|. Lanes beyond the last map repeat it and write nothing.
// uses: lib/gradColumns.wgsl, lib/weightGradLanes.wgsl, lib/weightGradTaps.wgsl

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
const PARTS = 1u;
const PLANES = 2u;
const COLUMNS = 4u;
const LANES = 8u;
const SUBGROUP = 4u;

@group(0) @binding(0) var<storage, read> x: array<f32, N * C * H * W>;
@group(0) @binding(1) var<storage, read> dy: array<f32, N * M * P * Q>;
@group(0) @binding(2) var<storage, read_write> dw: array<f32, PARTS * WEIGHT_STRIDE>;
@group(0) @binding(3) var<storage, read_write> db: array<f32, PARTS * BIAS_STRIDE>;

fn grads(map: u32, p: u32, q: u32) -> Grads {
  var dy = Grads();
  dy.a = four_grads(map, p, q);
  if (COLUMNS > 4u) {
    let row = (map * P + p) * Q;
    dy.b = vec2f(grad_at(row, q + 4u), grad_at(row, q + 5u));
  }
  return dy;
}

fn grad_rows(map: u32, p: u32, q: u32) -> GradRows {
  var rows = GradRows(grads(map, p, q), Grads());
  // Uniform: all lanes are at the same p.
  if (p + 1u < P) { rows.lower = grads(map, p + 1u, q); }
  return rows;
}

@compute @workgroup_size(LANES)
fn conv_2d_parameter_grads_lanes(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
  @builtin(subgroup_invocation_id) member: u32,
) {
  // Workgroups in several rows, where one would be too long; those that fill up the last one do the last work again.
  weight_grad_lanes(min(group.y * groups.x + group.x, WEIGHT_GROUPS - 1u), lane, member);
}
