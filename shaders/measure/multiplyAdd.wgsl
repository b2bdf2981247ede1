// Multiply-adds in registers, to measure how many an adapter does in a second.
//   a ← a·m + c, STEPS times in each of `rounds` rounds, for 8 values a of every invocation, begun with 1, 2, … 8
//   sums[i] = Σ a
// factors = [m, c], which the compiler must not know; with m = c = 1 every value is a whole number and exact below 2²⁴:
//   sums[i] = 36 + 8·STEPS·rounds
// Two chains of four lanes each hide the latency of a multiply-add. Four such chains do not fit the sixteen vector registers of a
// processor beside m and c: they were measured at a third of this.

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
  for (var round = 0u; round < count; round++) {
    // STEPS = 32: 16 lines of two.
    a0 = fma(a0, m, c); a1 = fma(a1, m, c); a0 = fma(a0, m, c); a1 = fma(a1, m, c);
    a0 = fma(a0, m, c); a1 = fma(a1, m, c); a0 = fma(a0, m, c); a1 = fma(a1, m, c);
    a0 = fma(a0, m, c); a1 = fma(a1, m, c); a0 = fma(a0, m, c); a1 = fma(a1, m, c);
    a0 = fma(a0, m, c); a1 = fma(a1, m, c); a0 = fma(a0, m, c); a1 = fma(a1, m, c);
    a0 = fma(a0, m, c); a1 = fma(a1, m, c); a0 = fma(a0, m, c); a1 = fma(a1, m, c);
    a0 = fma(a0, m, c); a1 = fma(a1, m, c); a0 = fma(a0, m, c); a1 = fma(a1, m, c);
    a0 = fma(a0, m, c); a1 = fma(a1, m, c); a0 = fma(a0, m, c); a1 = fma(a1, m, c);
    a0 = fma(a0, m, c); a1 = fma(a1, m, c); a0 = fma(a0, m, c); a1 = fma(a1, m, c);
    a0 = fma(a0, m, c); a1 = fma(a1, m, c); a0 = fma(a0, m, c); a1 = fma(a1, m, c);
    a0 = fma(a0, m, c); a1 = fma(a1, m, c); a0 = fma(a0, m, c); a1 = fma(a1, m, c);
    a0 = fma(a0, m, c); a1 = fma(a1, m, c); a0 = fma(a0, m, c); a1 = fma(a1, m, c);
    a0 = fma(a0, m, c); a1 = fma(a1, m, c); a0 = fma(a0, m, c); a1 = fma(a1, m, c);
    a0 = fma(a0, m, c); a1 = fma(a1, m, c); a0 = fma(a0, m, c); a1 = fma(a1, m, c);
    a0 = fma(a0, m, c); a1 = fma(a1, m, c); a0 = fma(a0, m, c); a1 = fma(a1, m, c);
    a0 = fma(a0, m, c); a1 = fma(a1, m, c); a0 = fma(a0, m, c); a1 = fma(a1, m, c);
    a0 = fma(a0, m, c); a1 = fma(a1, m, c); a0 = fma(a0, m, c); a1 = fma(a1, m, c);
  }
  sums[id.x] = dot(a0 + a1, vec4f(1.0));
}
