// ∂L/∂weight and ∂L/∂bias of batch normalisation over the batch, from those of groups of samples.
//   dw[c] = Σ_s dws[s·C + c];   db[c] = Σ_s dbs[s·C + c]
// dws, dbs [G·C]; dw, db [C].
// One invocation computes both of one map, group by group in their order. |error| ≤ γ_(G−1) · Σ|terms|.

const G = 2u;
const C = 3u;

@group(0) @binding(0) var<storage, read> dws: array<f32>;
@group(0) @binding(1) var<storage, read> dbs: array<f32>;
@group(0) @binding(2) var<storage, read_write> dw: array<f32>;
@group(0) @binding(3) var<storage, read_write> db: array<f32>;

@compute @workgroup_size(64)
fn merge_parameter_grads(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let c = id.y * groups.x * 64u + id.x;
  if (c >= C) {
    return;
  }
  var weight_sum = 0.0;
  var bias_sum = 0.0;
  for (var s = 0u; s < G; s++) {
    weight_sum += dws[s * C + c];
    bias_sum += dbs[s * C + c];
  }
  dw[c] = weight_sum;
  db[c] = bias_sum;
}
