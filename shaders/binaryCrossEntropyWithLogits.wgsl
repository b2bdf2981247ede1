// Cross-entropy of the sigmoid of each output with a target of its own, summed over a sample's outputs.
//   loss[n] = Σ_f max(x, 0) − x·t + ln(1 + e^(−|x|)) = Σ_f |x|·u + ln(1 + e)        u = 1 − t where x > 0, else t;   e = e^(−|x|)
//   ln(1 + e) = 2 artanh(z) = 2 (z + z³/3 + z⁵/5 + …), z = e/(2 + e) ≤ ⅓; z¹⁷ and what follows is less than 2·10⁻⁹ of it
// x, expected [N, F], loss [N].
// One invocation computes one loss. Order of the sum: f. Nothing cancels for targets from 0 to 1. Relative error of a logarithm:
// 3 + 2·|x| ULP of exp, and 9 units (the built-in log allows 2⁻²¹ near 1, however small the logarithm). e^(−104) is nothing in f32.

const N = 1u;
const F = 10u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> expected: array<f32>;
@group(0) @binding(2) var<storage, read_write> loss: array<f32>;

fn log_one_plus(e: f32) -> f32 {
  let z = e / (2.0 + e);
  let w = z * z;
  let tail = 1.0 / 9.0 + w * (1.0 / 11.0 + w * (1.0 / 13.0 + w * (1.0 / 15.0)));
  return 2.0 * z * (1.0 + w * (1.0 / 3.0 + w * (1.0 / 5.0 + w * (1.0 / 7.0 + w * tail))));
}

@compute @workgroup_size(64)
fn binary_cross_entropy(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let n = id.y * groups.x * 64u + id.x;
  if (n >= N) {
    return;
  }
  var sum = 0.0;
  for (var f = 0u; f < F; f++) {
    let value = x[n * F + f];
    let t = expected[n * F + f];
    let a = abs(value);
    sum += a * select(t, 1.0 - t, value > 0.0) + log_one_plus(exp(-min(a, 104.0)));
  }
  loss[n] = sum;
}
