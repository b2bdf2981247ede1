// Writes dx for one window of pooling, of those that lie side by side, or for what is left of one at the edge: the kernel declares the sizes
// NC, H, W, KH, KW, the windows P × Q of a map, COLUMNS × ROWS with those at the edge, and `dx` [NC, H, W].

// Window `o` of all, and of what is left of some: its place among `dy`, and whether there is one.
struct Window {
  place: u32,
  is_whole: bool,
  nc: u32,
  p: u32,
  q: u32,
}

fn window_of(o: u32) -> Window {
  let q = o % COLUMNS;
  let p = (o / COLUMNS) % ROWS;
  let nc = o / (COLUMNS * ROWS);
  return Window((nc * P + min(p, P - 1u)) * Q + min(q, Q - 1u), p < P && q < Q, nc, p, q);
}

// g to the cell that won, 0 to the others.
fn give(window: Window, g: f32, winner: u32) {
  for (var i = 0u; i < KH; i++) {
    for (var j = 0u; j < KW; j++) {
      let h = window.p * KH + i;
      let w = window.q * KW + j;
      if (h < H && w < W) {
        dx[(window.nc * H + h) * W + w] = select(0.0, g, winner == i * KW + j);
      }
    }
  }
}
