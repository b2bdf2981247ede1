// The samples of one step, fetched from the data set through a permutation.
//   s = order[(step mod STEPS) · N + n];   x[n,i] = images[s,i] / 255;   label[n] = labels[s]
// images [count, SIZE] and labels [count] are bytes, four to a word, lowest first; order [STEPS·N]; step [1]; x [N, SIZE]; label [N].
// One invocation fetches one pixel; the first of a sample fetches its label too.

const N = 1u;
const SIZE = 784u;
const STEPS = 1u;

@group(0) @binding(0) var<storage, read> images: array<u32>;
@group(0) @binding(1) var<storage, read> labels: array<u32>;
@group(0) @binding(2) var<storage, read> order: array<u32>;
@group(0) @binding(3) var<storage, read> step: array<u32>;
@group(0) @binding(4) var<storage, read_write> x: array<f32>;
@group(0) @binding(5) var<storage, read_write> label: array<u32>;

@compute @workgroup_size(64)
fn gather_batch(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let o = id.y * groups.x * 64u + id.x;
  if (o >= N * SIZE) {
    return;
  }
  let n = o / SIZE;
  let i = o % SIZE;
  let s = order[(step[0] % STEPS) * N + n];
  let byte = s * SIZE + i;
  x[o] = f32((images[byte / 4u] >> (8u * (byte % 4u))) & 255u) / 255.0;
  if (i == 0u) {
    label[n] = (labels[s / 4u] >> (8u * (s % 4u))) & 255u;
  }
}
