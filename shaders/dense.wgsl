// ⊙: the weighting of a flat vector.
//   y[n,o] = Σ_f x[n,f] · weight[o,f]
// x [N, F], weight [O, F], y [N, O].
// One invocation computes one y; o runs fastest. Order of the sum: f. |error| ≤ γ_F · Σ|x·weight|.

const N = 1u;
const F = 4u;
const O = 2u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> weight: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn dense(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= N * O) {
    return;
  }
  let o = i % O;
  let n = i / O;
  var sum = 0.0;
  for (var f = 0u; f < F; f++) {
    sum += x[n * F + f] * weight[o * F + f];
  }
  y[i] = sum;
}
