// The end of a network with σ outputs and squared error at one go: loss, gradient before σ, predicted class, note of the step's result.
//   loss[n] = Σ_f (t[n,f] − x[n,f])²;   dz[n,f] = −2 (t[n,f] − x[n,f])/N · x[n,f] · (1 − x[n,f])       x = σ(z)
//   t one-hot: 1{f = label[n]}, or label[n] where F = 1;   prediction[n] = the first greatest of x[n], or 1{x[n,0] ≥ THRESHOLD} where F = 1
//   metrics[step mod R] = (mean loss, count of right predictions);   step ← step + 1
// x [N, F], label [N]; loss, prediction [N], dz [N, F], metrics [R, 2], step [1].
// One workgroup: lane l does samples l, l + LANES, …; then the first lane adds the lanes' sums in their order.

const N = 1u;
const F = 10u;
const R = 4u;
const THRESHOLD: f32 = 0.5;
const LANES = 64u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> label: array<u32>;
@group(0) @binding(2) var<storage, read_write> loss: array<f32>;
@group(0) @binding(3) var<storage, read_write> dz: array<f32>;
@group(0) @binding(4) var<storage, read_write> prediction: array<u32>;
@group(0) @binding(5) var<storage, read_write> metrics: array<vec2f>;
@group(0) @binding(6) var<storage, read_write> step: array<u32>;

var<workgroup> sums: array<vec2f, LANES>;

@compute @workgroup_size(LANES)
fn squared_error_head(@builtin(local_invocation_index) lane: u32) {
  var result = vec2f();
  for (var n = lane; n < N; n += LANES) {
    let row = n * F;
    let class_ = label[n];
    var greatest = x[row];
    var place = select(0u, u32(greatest >= THRESHOLD), F == 1u);
    var l = 0.0;
    for (var f = 0u; f < F; f++) {
      let value = x[row + f];
      if (value > greatest) {
        greatest = value;
        place = f;
      }
      let expected = select(f32(f == class_), f32(class_), F == 1u);
      let difference = expected - value;
      l += difference * difference;
      dz[row + f] = -2.0 * difference / f32(N) * value * (1.0 - value);
    }
    loss[n] = l;
    prediction[n] = place;
    result += vec2f(l, f32(place == class_));
  }
  sums[lane] = result;
  workgroupBarrier();
  if (lane == 0u) {
    var total = vec2f();
    for (var l = 0u; l < LANES; l++) {
      total += sums[l];
    }
    metrics[step[0] % R] = vec2f(total.x / f32(N), total.y);
    step[0] += 1u;
  }
}
