// A kernel turned round: its taps in reverse order.
//   y[m,c,i,j] = x[m, c, KH − 1 − i, KW − 1 − j]
// x, y [M, C, KH, KW]: SIZE elements, TAPS = KH·KW of each kernel.
// One invocation copies one element. Exact.

const SIZE = 8u;
const TAPS = 4u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn flip_2d(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let o = id.y * groups.x * 64u + id.x;
  if (o >= SIZE) {
    return;
  }
  let tap = o % TAPS;
  y[o] = x[o - tap + TAPS - 1u - tap];
}
