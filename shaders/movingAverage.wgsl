// The exponential moving average of the parameters.
//   a ← w in step 1, then a ← d·a + (1 − d)·w
// average (a), parameter (w) [T]; step [1], which has been counted already.
// One invocation updates four elements, 64 apart: workgroups do 256 each.

const T = 64u;
const DECAY: f32 = 0.999;
// 1 − d, rounded from double precision: 1 − 0.999 computed here would keep only four digits.
const REST: f32 = 0.001;

@group(0) @binding(0) var<storage, read_write> average: array<f32, T>;
@group(0) @binding(1) var<storage, read> parameter: array<f32, T>;
@group(0) @binding(2) var<storage, read> step: array<u32>;

fn update(i: u32, is_first: bool) {
  if (i >= T) {
    return;
  }
  let w = parameter[i];
  average[i] = select(DECAY * average[i] + REST * w, w, is_first);
}

@compute @workgroup_size(64)
fn moving_average(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let invocation = id.y * groups.x * 64u + id.x;
  let i = invocation / 64u * 256u + invocation % 64u;
  let is_first = step[0] == 1u;
  update(i, is_first);
  update(i + 64u, is_first);
  update(i + 128u, is_first);
  update(i + 192u, is_first);
}
