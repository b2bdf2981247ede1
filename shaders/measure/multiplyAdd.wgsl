// Multiply-adds in registers, to measure how many an adapter does in a second.
//   a ← a·m + c, STEPS times in each of `rounds` rounds, for 16 values a of every invocation, begun with 1, 2, … 16
//   sums[i] = Σ a
// factors = [m, c], which the compiler must not know; with m = c = 1 every value is a whole number and exact below 2²⁴:
//   sums[i] = 136 + 16·STEPS·rounds
// Four chains of four lanes each hide the latency of a multiply-add.

const LANES = 64u;

@group(0) @binding(0) var<storage, read> factors: array<f32, 2>;
@group(0) @binding(1) var<storage, read> rounds: array<u32, 1>;
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;

@compute @workgroup_size(LANES)
fn multiplyAdd(@builtin(global_invocation_id) id: vec3u) {
  let m = vec4f(factors[0]);
  let c = vec4f(factors[1]);
  let count = rounds[0];
  var a0 = vec4f(1.0, 2.0, 3.0, 4.0);
  var a1 = vec4f(5.0, 6.0, 7.0, 8.0);
  var a2 = vec4f(9.0, 10.0, 11.0, 12.0);
  var a3 = vec4f(13.0, 14.0, 15.0, 16.0);
  for (var round = 0u; round < count; round++) {
    // STEPS = 16 lines.
    a0 = a0 * m + c; a1 = a1 * m + c; a2 = a2 * m + c; a3 = a3 * m + c;
    a0 = a0 * m + c; a1 = a1 * m + c; a2 = a2 * m + c; a3 = a3 * m + c;
    a0 = a0 * m + c; a1 = a1 * m + c; a2 = a2 * m + c; a3 = a3 * m + c;
    a0 = a0 * m + c; a1 = a1 * m + c; a2 = a2 * m + c; a3 = a3 * m + c;
    a0 = a0 * m + c; a1 = a1 * m + c; a2 = a2 * m + c; a3 = a3 * m + c;
    a0 = a0 * m + c; a1 = a1 * m + c; a2 = a2 * m + c; a3 = a3 * m + c;
    a0 = a0 * m + c; a1 = a1 * m + c; a2 = a2 * m + c; a3 = a3 * m + c;
    a0 = a0 * m + c; a1 = a1 * m + c; a2 = a2 * m + c; a3 = a3 * m + c;
    a0 = a0 * m + c; a1 = a1 * m + c; a2 = a2 * m + c; a3 = a3 * m + c;
    a0 = a0 * m + c; a1 = a1 * m + c; a2 = a2 * m + c; a3 = a3 * m + c;
    a0 = a0 * m + c; a1 = a1 * m + c; a2 = a2 * m + c; a3 = a3 * m + c;
    a0 = a0 * m + c; a1 = a1 * m + c; a2 = a2 * m + c; a3 = a3 * m + c;
    a0 = a0 * m + c; a1 = a1 * m + c; a2 = a2 * m + c; a3 = a3 * m + c;
    a0 = a0 * m + c; a1 = a1 * m + c; a2 = a2 * m + c; a3 = a3 * m + c;
    a0 = a0 * m + c; a1 = a1 * m + c; a2 = a2 * m + c; a3 = a3 * m + c;
    a0 = a0 * m + c; a1 = a1 * m + c; a2 = a2 * m + c; a3 = a3 * m + c;
  }
  sums[id.x] = dot(a0 + a1 + a2 + a3, vec4f(1.0));
}
