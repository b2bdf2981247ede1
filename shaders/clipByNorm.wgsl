// The gradient, shortened to the length c where it is longer.
//   clipped = g · min(1, c/(norm + 10⁻⁶))
// gradient of T parameters as lib/gradient.wgsl says; norm [1]; clipped [T].
// One invocation computes one element.
// uses: lib/gradient.wgsl

const T = 64u;
// c
const CLIP: f32 = 1.0;

@group(0) @binding(0) var<storage, read> gradient: array<f32>;
@group(0) @binding(1) var<storage, read> segments: array<vec4u>;
@group(0) @binding(2) var<storage, read> norm: array<f32>;
@group(0) @binding(3) var<storage, read_write> clipped: array<f32>;

@compute @workgroup_size(64)
fn clip_by_norm(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= T) {
    return;
  }
  clipped[i] = gradient_of(i) * min(1.0, CLIP / (norm[0] + 1e-6));
}
