// ∂L/∂x of the Gaussian error linear unit, from its input.
//   dx = dy · (Φ(x) + x·φ(x)); with TANH = 1: dx = dy · (p + x·p(1 − p)·v'), p = σ(v), v = 2√(2/π) · (x + 0.044715 x³)
// dy, x, dx any shape of SIZE elements.
// One invocation computes one element. The slopes at x and −x add up to 1: with a = |x|, that at −a is
//   s = φ(a) · (M(a) − a), M being Mills' ratio Φ(−a)/φ(a); with TANH = 1: s = h · (1 − a·v'/(1 + e)), h = e/(1 + e), e = e^(−v(a))
// Errors as in gelu.wgsl, of φ, M and h. From 14 on s is taken as 0; it is below 10⁻⁴¹ there.
// uses: lib/normal.wgsl

const SIZE = 4u;
const TANH = 0u;

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;

fn slope_below(a: f32) -> f32 {
  if (TANH == 1u) {
    let e = exp(-a * (1.59576912 + 0.0713548163 * a * a));
    let w = 1.0 / (1.0 + e);
    let r = a * (1.59576912 + 0.214064449 * a * a) * w;
    return e / (1.0 + e) * (1.0 - r);
  }
  return density(a) * (mills(a) - a);
}

@compute @workgroup_size(64)
fn gelu_grad(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= SIZE) {
    return;
  }
  let a = abs(x[i]);
  let s = select(0.0, slope_below(min(a, 14.0)), a < 14.0);
  dx[i] = dy[i] * select(1.0 - s, s, x[i] < 0.0);
}
