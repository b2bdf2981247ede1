// The samples of one step, fetched from the data set through a permutation, four pixels at a time.
//   s = order[(step mod STEPS) · N + n];   x[n,i] = images[s,i] / 255;   label[n] = labels[s]
// images [count, SIZE] and labels [count] are bytes, four to a word, lowest first; order [STEPS·N]; step [1]; x [N, SIZE]; label [N];
// SIZE a multiple of 4, so that every row begins with a word.
// Workgroups (p, n): one fetches 256 words of sample n, each invocation four of them; the first of a sample fetches its label too.

const N = 1u;
const SIZE = 784u;
const STEPS = 1u;
const WORDS = SIZE / 4u;

@group(0) @binding(0) var<storage, read> images: array<u32>;
@group(0) @binding(1) var<storage, read> labels: array<u32>;
@group(0) @binding(2) var<storage, read> order: array<u32>;
@group(0) @binding(3) var<storage, read> step: array<u32>;
@group(0) @binding(4) var<storage, read_write> x: array<vec4f, N * WORDS>;
@group(0) @binding(5) var<storage, read_write> label: array<u32, N>;

fn fetch(n: u32, s: u32, word: u32) {
  if (word < WORDS) {
    let bytes = images[s * WORDS + word];
    x[n * WORDS + word] = unpack4x8unorm(bytes);
  }
}

@compute @workgroup_size(64)
fn gather_batch_words(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let n = group.y;
  let s = order[step[0] % STEPS * N + n];
  let word = group.x * 256u + lane;
  fetch(n, s, word);
  fetch(n, s, word + 64u);
  fetch(n, s, word + 128u);
  fetch(n, s, word + 192u);
  if (word == 0u) {
    label[n] = (labels[s / 4u] >> (8u * (s % 4u))) & 255u;
  }
}
