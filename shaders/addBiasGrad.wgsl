// ∂L/∂bias: dy summed over everything but the maps.
//   db[m] = Σ_n Σ_i dy[n,m,i]
// dy [N, M, I], db [M].
// One invocation computes one db. Order of the sum: n, i. |error| ≤ γ_(N·I) · Σ|dy|.

const N = 1u;
const M = 3u;
const I = 4u;

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read_write> db: array<f32>;

@compute @workgroup_size(64)
fn add_bias_grad(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let m = id.y * groups.x * 64u + id.x;
  if (m >= M) {
    return;
  }
  var sum = 0.0;
  for (var n = 0u; n < N; n++) {
    for (var i = 0u; i < I; i++) {
      sum += dy[(n * M + m) * I + i];
    }
  }
  db[m] = sum;
}
