// A classifier's last dense layer and what follows it: crossEntropyHead.wgsl, whose x is
//   b[n,o] = Σ_f x[n,f] · weight[o,f] + bias[o]
// x [N, F], weight [O, F], bias [O], label [N]; dx, the gradient of b, [N, O], metrics [R, 2], step [1]; F a multiple of 4. Neither b nor the
// loss of each sample is written.
// One workgroup does SAMPLES samples after SAMPLES samples: a lane computes ROWS outputs of one of them, neighbours in different samples; then
// the first lanes judge a sample each. Order of the sum: f, four products at a time.
// uses: lib/crossEntropy.wgsl

const N = 1u;
const F = 4u;
const O = 10u;
const R = 4u;
const SMOOTHING: f32 = 0.0;
const ROWS = 5u;
const LANES = 256u;
const CLASSES = O;
const QUADS = F / 4u;
const BLOCKS = (O + ROWS - 1u) / ROWS;
const SAMPLES = LANES / BLOCKS;

@group(0) @binding(0) var<storage, read> x: array<vec4f, N * QUADS>;
@group(0) @binding(1) var<storage, read> weight: array<vec4f, O * QUADS>;
@group(0) @binding(2) var<storage, read> bias: array<f32, O>;
@group(0) @binding(3) var<storage, read> label: array<u32, N>;
@group(0) @binding(4) var<storage, read_write> dx: array<f32, N * O>;
@group(0) @binding(5) var<storage, read_write> metrics: array<vec2f>;
@group(0) @binding(6) var<storage, read_write> step: array<u32>;

var<workgroup> logits: array<f32, SAMPLES * O>;

fn logit(row: u32, f: u32) -> f32 {
  return logits[row + f];
}

fn keep(sample: u32, o: u32, sum: f32) {
  if (o < O) { logits[sample * O + o] = sum + bias[o]; }
}

// Outputs o … o + ROWS − 1 of sample n, which is the workgroup's sample-th. Samples and outputs beyond the last repeat it; the samples are not
// judged, the outputs not kept.
fn outputs_of(n: u32, sample: u32, o: u32) {
  let seen = min(n, N - 1u) * QUADS;
  var low = vec4f();
  var high = vec4f();
  for (var f = 0u; f < QUADS; f++) {
    let four = x[seen + f];
    low.x += dot(four, weight[o * QUADS + f]);
    if (ROWS > 1u) { low.y += dot(four, weight[min(o + 1u, O - 1u) * QUADS + f]); }
    if (ROWS > 2u) { low.z += dot(four, weight[min(o + 2u, O - 1u) * QUADS + f]); }
    if (ROWS > 3u) { low.w += dot(four, weight[min(o + 3u, O - 1u) * QUADS + f]); }
    if (ROWS > 4u) { high.x += dot(four, weight[min(o + 4u, O - 1u) * QUADS + f]); }
    if (ROWS > 5u) { high.y += dot(four, weight[min(o + 5u, O - 1u) * QUADS + f]); }
    if (ROWS > 6u) { high.z += dot(four, weight[min(o + 6u, O - 1u) * QUADS + f]); }
    if (ROWS > 7u) { high.w += dot(four, weight[min(o + 7u, O - 1u) * QUADS + f]); }
  }
  keep(sample, o, low.x);
  if (ROWS > 1u) { keep(sample, o + 1u, low.y); }
  if (ROWS > 2u) { keep(sample, o + 2u, low.z); }
  if (ROWS > 3u) { keep(sample, o + 3u, low.w); }
  if (ROWS > 4u) { keep(sample, o + 4u, high.x); }
  if (ROWS > 5u) { keep(sample, o + 5u, high.y); }
  if (ROWS > 6u) { keep(sample, o + 6u, high.z); }
  if (ROWS > 7u) { keep(sample, o + 7u, high.w); }
}

@compute @workgroup_size(LANES)
fn dense_cross_entropy_head(@builtin(local_invocation_index) lane: u32) {
  let sample = lane % SAMPLES;
  let o = lane / SAMPLES * ROWS;
  var result = vec2f();
  for (var first = 0u; first < N; first += SAMPLES) {
    if (o < O) { outputs_of(first + sample, sample, o); }
    workgroupBarrier();
    if (lane < SAMPLES && first + lane < N) {
      let judged = judge(first + lane, lane * O);
      result += vec2f(judged.loss, f32(judged.right));
    }
    // The next samples may not overwrite outputs that others have still to judge.
    if (N > SAMPLES) { workgroupBarrier(); }
  }
  note(lane, result);
}
