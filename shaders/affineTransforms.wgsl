// A random affine map for each sample of a batch, from the places of the new picture to those of the old one.
//   theta[n] = (A⁻¹ | −A⁻¹·t);   A = z · R(φ) · (1 k; 0 1);   t = (t_x, t_y)
// theta [N, 2, 3]; step [1]; seed [2]. With u₀ … u₄ uniform in [−1, 1), from words 8n … 8n + 4 of stream STREAM in this step
// (lib/threefry.wgsl): t_x = SHIFT·u₀, t_y = SHIFT·u₁, φ = 2·HALF_ANGLE·u₂, z = 1 + SCALING·u₃, k = SHEAR·u₄.
// One invocation computes one sample. Sine and cosine are Taylor's, of φ/2 in [−π/2, π/2], whose remainders are below 5·10⁻⁷: WGSL grants
// its own an error of 2⁻¹¹. Then cos φ = 1 − 2 sin²(φ/2), sin φ = 2 sin(φ/2) cos(φ/2).
// uses: lib/threefry.wgsl

const N = 1u;
const STREAM = 0u;
const SHIFT: f32 = 2.0;
const HALF_ANGLE: f32 = 0.1;
const SCALING: f32 = 0.1;
const SHEAR: f32 = 0.1;

@group(0) @binding(0) var<storage, read> seed: array<u32>;
@group(0) @binding(1) var<storage, read> step: array<u32>;
@group(0) @binding(2) var<storage, read_write> theta: array<f32>;

// Uniform in [−1, 1), a multiple of 2⁻²³ and so exact.
fn signed_uniforms(words: vec2u) -> vec2f {
  return vec2f(words >> vec2u(8u)) * 0x1p-23 - 1.0;
}

fn sine(t: f32) -> f32 {
  let z = t * t;
  return t * (1.0 + z * (-1.0 / 6.0 + z * (1.0 / 120.0 + z * (-1.0 / 5040.0 + z * (1.0 / 362880.0 + z * (-1.0 / 39916800.0))))));
}

fn cosine(t: f32) -> f32 {
  let z = t * t;
  return 1.0 + z * (-1.0 / 2.0 + z * (1.0 / 24.0 + z * (-1.0 / 720.0 + z * (1.0 / 40320.0 + z * (-1.0 / 3628800.0)))));
}

@compute @workgroup_size(64)
fn affine_transforms(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let n = id.y * groups.x * 64u + id.x;
  if (n >= N) {
    return;
  }
  let key = step_key(vec2u(seed[0], seed[1]), STREAM, step[0]);
  let shift = SHIFT * signed_uniforms(threefry(key, vec2u(4u * n, 0u)));
  let turn_and_zoom = signed_uniforms(threefry(key, vec2u(4u * n + 1u, 0u)));
  let half_angle = HALF_ANGLE * turn_and_zoom.x;
  let inverse = 1.0 / (1.0 + SCALING * turn_and_zoom.y);
  let shear = SHEAR * signed_uniforms(threefry(key, vec2u(4u * n + 2u, 0u))).x;
  let half_sin = sine(half_angle);
  let sin_ = 2.0 * half_sin * cosine(half_angle);
  let cos_ = 1.0 - 2.0 * half_sin * half_sin;
  let row0 = inverse * vec2f(cos_ + shear * sin_, sin_ - shear * cos_);
  let row1 = inverse * vec2f(-sin_, cos_);
  theta[6u * n] = row0.x;
  theta[6u * n + 1u] = row0.y;
  theta[6u * n + 2u] = -(row0.x * shift.x + row0.y * shift.y);
  theta[6u * n + 3u] = row1.x;
  theta[6u * n + 4u] = row1.y;
  theta[6u * n + 5u] = -(row1.x * shift.x + row1.y * shift.y);
}
