// ∂L/∂x of a convolution, two rows of four neighbours at once.
//   dx[n,c,h,w] = Σ_m Σ_i Σ_j dy[n, m, h−i, w−j] · weight[m,c,i,j]        (terms outside dy are 0)
// dy [N, M, P, Q], weight [M, C, KH, KW], dx [N, C, H, W] with H = P + KH − 1, W = Q + KW − 1.
// One invocation computes two rows of four neighbours in w, of MAPS input maps: upper_k and lower_k are those of map c + k. The gradients
// slide along both rows as j falls, one new one each. All lanes share the weights. Order of the sum: m, i, then j from KW − 1 down.
// Lanes beyond the last strip repeat it and write nothing: no lane leaves early, so that none has to be masked in the loops.
// uses: lib/inputGradStrips.wgsl

const N = 1u;
const C = 2u;
const H = 6u;
const W = 6u;
const M = 2u;
const KH = 3u;
const KW = 3u;
const MAPS = 2u;
const P = H - KH + 1u;
const Q = W - KW + 1u;
const HEIGHT = 2u;

@group(0) @binding(0) var<storage, read> dy: array<f32, N * M * P * Q>;
@group(0) @binding(1) var<storage, read> weight: array<f32, M * C * K>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32, N * C * H * W>;

fn store_input(place: u32, sum: f32) {
  dx[place] = sum;
}

@compute @workgroup_size(64)
fn conv_2d_input_grad_strips(@builtin(global_invocation_id) id: vec3u) {
  input_grad_strip(id.x, id.y * MAPS);
}
