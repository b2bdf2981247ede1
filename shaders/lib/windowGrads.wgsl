// The gradient of a convolution's output behind which maximum pooling and then a ReLU stand, made of what a window has: see
// conv2dParameterGradsLanesMaxPoolRelu.wgsl. The kernel declares `dy`, `y`, `index` and their sizes, and COLUMNS.

// The four cells of window (p, q) of the map n·M + m, row by row; 0 where there is no window.
fn window_grads(map: u32, p: u32, q: u32) -> vec4f {
  let place = (map * PP + p) * PQ + q;
  let g = select(0.0, dy[place], (y[place] > 0.0) & (p < PP) & (q < PQ));
  return select(vec4f(), vec4f(g), vec4u(index[place]) == vec4u(0u, 1u, 2u, 3u));
}

// p and q are even.
fn grad_rows(map: u32, p: u32, q: u32) -> GradRows {
  let first = window_grads(map, p / 2u, q / 2u);
  let second = window_grads(map, p / 2u, q / 2u + 1u);
  var rows = GradRows(Grads(vec4f(first.xy, second.xy), vec2f()), Grads(vec4f(first.zw, second.zw), vec2f()));
  if (COLUMNS > 4u) {
    let third = window_grads(map, p / 2u, q / 2u + 2u);
    rows.upper.b = third.xy;
    rows.lower.b = third.zw;
  }
  return rows;
}
