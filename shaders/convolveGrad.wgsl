// ∂L/∂(one factor) of a convolution ⊛: dy correlated with the other factor.
//   d[a,b] = Σ_i Σ_j dy[a+i−TOP, b+j−LEFT] · factor[i,j]
// dy [P, Q], factor [KH, KW], d [A, B]. dy is 0 outside or, where CIRCULAR is 1, goes on with the periods P and Q.
// One invocation computes one d; b runs fastest. Order of the sum: i, j. |error| ≤ γ_(KH·KW) · Σ|dy·factor|.

const P = 6u;
const Q = 6u;
const KH = 3u;
const KW = 3u;
const A = 4u;
const B = 4u;
const TOP = 0u;
const LEFT = 0u;
const CIRCULAR = 0u;

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> factor: array<f32>;
@group(0) @binding(2) var<storage, read_write> d: array<f32>;

@compute @workgroup_size(64)
fn convolve_grad(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let o = id.y * groups.x * 64u + id.x;
  if (o >= A * B) {
    return;
  }
  let a = o / B;
  let b = o % B;
  var sum = 0.0;
  for (var i = 0u; i < KH; i++) {
    for (var j = 0u; j < KW; j++) {
      // Unsigned: what is below 0 wraps around and lies outside too. TOP and LEFT are 0 where the places go round.
      var p = a + i - TOP;
      var q = b + j - LEFT;
      if (CIRCULAR == 1u) {
        p = p % P;
        q = q % Q;
      }
      if (p < P && q < Q) {
        sum += dy[p * Q + q] * factor[i * KW + j];
      }
    }
  }
  d[o] = sum;
}
