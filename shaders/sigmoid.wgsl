// The logistic function.
//   y = σ(x) = 1 / (1 + e^(−x))
// x, y any shape of SIZE elements.
// One invocation computes one element. exp is within 3 + 2·|x| ULP, the division within 2.5.
// e^87 is the last power before infinity, which WGSL may assume away: below −87, y is below 10⁻³⁷ and taken as that.

const SIZE = 4u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn sigmoid(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= SIZE) {
    return;
  }
  y[i] = 1.0 / (1.0 + exp(-max(x[i], -87.0)));
}
