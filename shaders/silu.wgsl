// The sigmoid linear unit.
//   y = x · σ(x)
// x, y any shape of SIZE elements.
// One invocation computes one element, by σ(x) + σ(−x) = 1:  y = max(x, 0) − a·h, a = |x|, h = σ(−a) = e/(1 + e), e = e^(−a), which does
// not overflow. Relative error of h: 3 + 2a ULP of exp, and 6 units. From 96 on h is taken as 0; it is below 10⁻⁴¹ there.

const SIZE = 4u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn silu(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= SIZE) {
    return;
  }
  let a = abs(x[i]);
  let e = exp(-min(a, 96.0));
  let h = select(0.0, e / (1.0 + e), a < 96.0);
  y[i] = max(x[i], 0.0) - a * h;
}
