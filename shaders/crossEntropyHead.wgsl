// The end of a classifier at one go: cross-entropy, its gradient, the predicted class, the note of the step's result.
//   loss[n] = ln Σ_f e^(x[n,f] − max) − (1 − ε)·(x[n, label[n]] − max) + ε/F · Σ_f (max − x[n,f]);   ε = SMOOTHING
//   dx[n,f] = (softmax(x[n])[f] − q[n,f]) / N;   q[n,f] = (1 − ε)·1{f = label[n]} + ε/F
//   prediction[n] = the first greatest of x[n];   metrics[step mod R] = (mean loss, count of right predictions);   step ← step + 1
// x [N, F], label [N]; loss, prediction [N], dx [N, F], metrics [R, 2], step [1].
// One workgroup: lane l does samples l, l + LANES, …; then the first lane adds the lanes' sums in their order.
// uses: lib/crossEntropy.wgsl

const N = 1u;
const F = 10u;
const R = 4u;
const SMOOTHING: f32 = 0.0;
const LANES = 64u;
const CLASSES = F;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> label: array<u32>;
@group(0) @binding(2) var<storage, read_write> loss: array<f32>;
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;
@group(0) @binding(4) var<storage, read_write> prediction: array<u32>;
@group(0) @binding(5) var<storage, read_write> metrics: array<vec2f>;
@group(0) @binding(6) var<storage, read_write> step: array<u32>;

fn logit(row: u32, f: u32) -> f32 {
  return x[row + f];
}

@compute @workgroup_size(LANES)
fn cross_entropy_head(@builtin(local_invocation_index) lane: u32) {
  var result = vec2f();
  for (var n = lane; n < N; n += LANES) {
    let judged = judge(n, n * F);
    loss[n] = judged.loss;
    prediction[n] = judged.prediction;
    result += vec2f(judged.loss, f32(judged.right));
  }
  note(lane, result);
}
