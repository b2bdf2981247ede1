// ∂L/∂weight of a dense layer.
//   dw[o,f] = Σ_n dy[n,o] · x[n,f]
// x [N, F], dy [N, O], dw [O, F].
// One invocation computes one dw; f runs fastest. Order of the sum: n. |error| ≤ γ_N · Σ|dy·x|.

const N = 1u;
const F = 4u;
const O = 2u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> dw: array<f32>;

@compute @workgroup_size(64)
fn dense_weight_grad(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= O * F) {
    return;
  }
  let f = i % F;
  let o = i / F;
  var sum = 0.0;
  for (var n = 0u; n < N; n++) {
    sum += dy[n * O + o] * x[n * F + f];
  }
  dw[i] = sum;
}
