// ∂L/∂x of a dense layer in tiles of 4 samples × 4 features: see denseGrads.wgsl.
// The kernel declares the sizes, QUADS, `dy` and `weight`, and finish_input(n, f, sum): what becomes of features 4·f … 4·f + 3 of sample n,
// which may lie beyond the last.

const INPUT_TILES = (N + 3u) / 4u * QUADS;

fn input_tile(invocation: u32) {
  let tile = min(invocation, INPUT_TILES - 1u);
  let f = tile % QUADS;
  let n = tile / QUADS * 4u;
  // Rows beyond the last repeat it and are not written.
  let d0 = n * O;
  let d1 = min(n + 1u, N - 1u) * O;
  let d2 = min(n + 2u, N - 1u) * O;
  let d3 = min(n + 3u, N - 1u) * O;
  var acc0 = vec4f();
  var acc1 = vec4f();
  var acc2 = vec4f();
  var acc3 = vec4f();
  for (var o = 0u; o < O; o++) {
    let w = weight[o * QUADS + f];
    acc0 += dy[d0 + o] * w;
    acc1 += dy[d1 + o] * w;
    acc2 += dy[d2 + o] * w;
    acc3 += dy[d3 + o] * w;
  }
  if (invocation == tile) {
    finish_input(n, f, acc0);
    finish_input(n + 1u, f, acc1);
    finish_input(n + 2u, f, acc2);
    finish_input(n + 3u, f, acc3);
  }
}
