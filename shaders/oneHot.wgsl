// The target of a class.
//   expected[n,f] = 1 if f = label[n], else 0; expected[n,0] = label[n] where F = 1
// label [N], expected [N, F] with SIZE = N·F elements.
// One invocation computes one element. Exact.

const SIZE = 20u;
const F = 10u;

@group(0) @binding(0) var<storage, read> label: array<u32>;
@group(0) @binding(1) var<storage, read_write> expected: array<f32>;

@compute @workgroup_size(64)
fn one_hot(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= SIZE) {
    return;
  }
  let class_ = label[i / F];
  expected[i] = select(f32(i % F == class_), f32(class_), F == 1u);
}
