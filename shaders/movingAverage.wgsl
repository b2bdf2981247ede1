// The exponential moving average of the parameters.
//   a ← w in step 1, then a ← d·a + (1 − d)·w
// average (a), parameter (w) [T]; step [1], which has been counted already.
// One invocation updates one element.

const T = 64u;
const DECAY: f32 = 0.999;
// 1 − d, rounded from double precision: 1 − 0.999 computed here would keep only four digits.
const REST: f32 = 0.001;

@group(0) @binding(0) var<storage, read_write> average: array<f32>;
@group(0) @binding(1) var<storage, read> parameter: array<f32>;
@group(0) @binding(2) var<storage, read> step: array<u32>;

@compute @workgroup_size(64)
fn moving_average(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= T) {
    return;
  }
  if (step[0] == 1u) {
    average[i] = parameter[i];
    return;
  }
  average[i] = DECAY * average[i] + REST * parameter[i];
}
