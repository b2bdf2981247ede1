// The gradient, shortened to the length c where it is longer.
//   clipped = g · min(1, c/(norm + 10⁻⁶))
// gradient of T parameters as lib/gradient.wgsl says; norm [1]; clipped [T].
// One invocation computes four elements, 16 apart.
// uses: lib/gradient.wgsl

const T = 64u;
// c
const CLIP: f32 = 1.0;

@group(0) @binding(0) var<storage, read> gradient: array<f32>;
@group(0) @binding(1) var<storage, read> segments: array<vec4u>;
@group(0) @binding(2) var<storage, read> norm: array<f32>;
@group(0) @binding(3) var<storage, read_write> clipped: array<f32, T>;

fn clip(i: u32, g: f32) {
  if (i < T) {
    clipped[i] = g * min(1.0, CLIP / (norm[0] + 1e-6));
  }
}

@compute @workgroup_size(64)
fn clip_by_norm(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let first = first_of_four(id.y * groups.x * 64u + id.x);
  if (first >= T) {
    return;
  }
  let g = gradients_of(first);
  clip(first, g.x);
  clip(first + 16u, g.y);
  clip(first + 32u, g.z);
  clip(first + 48u, g.w);
}
