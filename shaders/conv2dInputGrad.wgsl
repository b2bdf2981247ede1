// ∂L/∂x of a convolution: the full convolution of dy with the kernel.
//   dx[n,c,h,w] = Σ_m Σ_i Σ_j dy[n, m, h−i, w−j] · weight[m,c,i,j]        (terms outside dy are 0)
// dy [N, M, P, Q], weight [M, C, KH, KW], dx [N, C, H, W] with H = P + KH − 1, W = Q + KW − 1.
// One invocation computes one dx (a gather: nothing is added to twice). Order of the sum: m, i, j.
// |error| ≤ γ_(M·KH·KW) · Σ|dy·weight|.

const N = 1u;
const C = 1u;
const H = 4u;
const W = 4u;
const M = 1u;
const KH = 3u;
const KW = 3u;
const P = H - KH + 1u;
const Q = W - KW + 1u;

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> weight: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(64)
fn conv_2d_input_grad(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let o = id.y * groups.x * 64u + id.x;
  if (o >= N * C * H * W) {
    return;
  }
  let w = o % W;
  let h = (o / W) % H;
  let c = (o / (W * H)) % C;
  let n = o / (W * H * C);
  var sum = 0.0;
  for (var m = 0u; m < M; m++) {
    for (var i = 0u; i < KH; i++) {
      for (var j = 0u; j < KW; j++) {
        // Unsigned: h − i below 0 wraps around and lies outside too.
        let p = h - i;
        let q = w - j;
        if (p < P && q < Q) {
          sum += dy[((n * M + m) * P + p) * Q + q] * weight[((m * C + c) * KH + i) * KW + j];
        }
      }
    }
  }
  dx[o] = sum;
}
