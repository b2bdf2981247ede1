// The length of the gradient.
//   norm = √(Σ_i g[i]²)
// gradient of T parameters as lib/gradient.wgsl says; norm [1].
// One workgroup: lane l sums four elements at a time; then the first lane adds the lanes' sums in their order.
// uses: lib/gradient.wgsl

const T = 64u;
const LANES = 256u;

@group(0) @binding(0) var<storage, read> gradient: array<f32>;
@group(0) @binding(1) var<storage, read> segments: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> norm: array<f32>;

var<workgroup> sums: array<f32, LANES>;

@compute @workgroup_size(LANES)
fn gradient_norm(@builtin(local_invocation_index) lane: u32) {
  var sum = 0.0;
  for (var first = first_of_four(lane); first < T; first += 4u * LANES) {
    let g = gradients_of(first);
    sum += g.x * g.x;
    if (first + 16u < T) { sum += g.y * g.y; }
    if (first + 32u < T) { sum += g.z * g.z; }
    if (first + 48u < T) { sum += g.w * g.w; }
  }
  sums[lane] = sum;
  workgroupBarrier();
  if (lane == 0u) {
    var total = 0.0;
    for (var l = 0u; l < LANES; l++) {
      total += sums[l];
    }
    norm[0] = sqrt(total);
  }
}
