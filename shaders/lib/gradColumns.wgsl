// The gradient dy [N, M, P, Q] that a convolution's rows are made of. The kernel declares `dy` and its sizes.

// Row p, columns q … q + 3 of a map n·M + m: 0 beside it. Unsigned: what lies left of it wraps around, and lies outside too.
fn four_grads(map: u32, p: u32, q: u32) -> vec4f {
  let row = (map * P + p) * Q;
  return vec4f(grad_at(row, q), grad_at(row, q + 1u), grad_at(row, q + 2u), grad_at(row, q + 3u));
}

fn grad_at(row: u32, q: u32) -> f32 {
  return select(0.0, dy[row + q], q < Q);
}
