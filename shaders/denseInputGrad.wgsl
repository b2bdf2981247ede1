// ∂L/∂x of a dense layer.
//   dx[n,f] = Σ_o dy[n,o] · weight[o,f]
// dy [N, O], weight [O, F], dx [N, F].
// One invocation computes one dx; f runs fastest. Order of the sum: o. |error| ≤ γ_O · Σ|dy·weight|.

const N = 1u;
const F = 4u;
const O = 2u;

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> weight: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(64)
fn dense_input_grad(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= N * F) {
    return;
  }
  let f = i % F;
  let n = i / F;
  var sum = 0.0;
  for (var o = 0u; o < O; o++) {
    sum += dy[n * O + o] * weight[o * F + f];
  }
  dx[i] = sum;
}
