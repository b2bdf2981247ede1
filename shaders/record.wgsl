// Notes a step's result in the ring of metrics and counts the step.
//   metrics[step mod R] = ( (1/N) Σ_n loss[n],  Σ_n 1{prediction[n] = label[n]} );   step ← step + 1
// loss, prediction, label [N]; metrics [R, 2]; step [1].
// One workgroup: lane l sums n = l, l + 64, …; then the first lane adds the 64 sums in their order.

const N = 1u;
const R = 4u;

@group(0) @binding(0) var<storage, read> loss: array<f32>;
@group(0) @binding(1) var<storage, read> prediction: array<u32>;
@group(0) @binding(2) var<storage, read> label: array<u32>;
@group(0) @binding(3) var<storage, read_write> metrics: array<vec2f>;
@group(0) @binding(4) var<storage, read_write> step: array<u32>;

var<workgroup> sums: array<vec2f, 64>;

@compute @workgroup_size(64)
fn record(@builtin(local_invocation_index) lane: u32) {
  var sum = vec2f();
  for (var n = lane; n < N; n += 64u) {
    sum += vec2f(loss[n], f32(prediction[n] == label[n]));
  }
  sums[lane] = sum;
  workgroupBarrier();
  if (lane == 0u) {
    var total = vec2f();
    for (var l = 0u; l < 64u; l++) {
      total += sums[l];
    }
    metrics[step[0] % R] = vec2f(total.x / f32(N), total.y);
    step[0] += 1u;
  }
}
