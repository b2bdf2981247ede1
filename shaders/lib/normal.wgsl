// The normal distribution's density φ and tail Φ(−a) = φ(a) · M(a), for 0 ≤ a ≤ 14.
// M, Mills' ratio, as a fraction N/D of polynomials of degree 4 and 5 that was fitted to it on [0, 14] for the least greatest relative
// error: 9·10⁻⁹. All coefficients are positive, so that nothing cancels: rounding adds at most 9 units for N, 11 for D, 5 for the division.
// φ: exp within 3 + a² ULP, its argument within a²/2 units, and 2 more.

fn density(a: f32) -> f32 {
  return 0.398942280 * exp(-0.5 * a * a);
}

fn mills(a: f32) -> f32 {
  let n = 1.25331414 + a * (1.09602525 + a * (0.457363841 + a * (0.101198948 + a * 0.0102210501)));
  let d = 1.0 + a * (1.67238658 + a * (1.19929046 + a * (0.467428954 + a * (0.101205758 + a * 0.0102209214))));
  return n / d;
}
