// ∂L/∂bias: dy summed over everything but the maps.
//   db[m] = Σ_n Σ_i dy[n,m,i]
// dy [N, M, I], db [M].
// One workgroup computes one db: lane l sums the elements l, l + 256, … of the N·I that dy has for map m, in the order n, i; then the lanes
// are added. |error| ≤ γ_(N·I) · Σ|dy|.
// uses: lib/workgroupSum.wgsl

const N = 1u;
const M = 3u;
const I = 4u;

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read_write> db: array<f32>;

@compute @workgroup_size(256)
fn add_bias_grad(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) lane: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  // Of workgroups folded into rows, the last may have nothing to do: they repeat the last db and write nothing.
  let m = min(group.y * groups.x + group.x, M - 1u);
  var sum = 0.0;
  for (var t = lane; t < N * I; t += 256u) {
    sum += dy[(t / I * M + m) * I + t % I];
  }
  let total = workgroup_sum(lane, sum);
  if (lane == 0u && m == group.y * groups.x + group.x) {
    db[m] = total;
  }
}
