// The Gaussian error linear unit.
//   y = x · g(x), g = Φ, the normal distribution's integral; with TANH = 1: g(x) = σ(v(x)), v = 2√(2/π) · (x + 0.044715 x³)
// x, y any shape of SIZE elements.
// One invocation computes one element, by g(x) + g(−x) = 1:  y = max(x, 0) − a·h, a = |x|, h = g(−a), which no exponential overflows.
// Relative error of h: for Φ 3 + a² ULP of exp and a²/2 + 28 units (lib/normal.wgsl); for σ 3 + 2v ULP and 5v + 6 units.
// From 14 on h is taken as 0; it is below 10⁻⁴³ there.
// uses: lib/normal.wgsl

const SIZE = 4u;
const TANH = 0u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

fn share(a: f32) -> f32 {
  if (TANH == 1u) {
    let e = exp(-a * (1.59576912 + 0.0713548163 * a * a));
    return e / (1.0 + e);
  }
  return density(a) * mills(a);
}

@compute @workgroup_size(64)
fn gelu(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= SIZE) {
    return;
  }
  let a = abs(x[i]);
  let h = select(0.0, share(min(a, 14.0)), a < 14.0);
  y[i] = max(x[i], 0.0) - a * h;
}
