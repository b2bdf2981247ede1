// Hands on what comes back to a ReLU behind maximum pooling to the cells of the windows, which lie side by side: see reluMaxPool2dGrad.wgsl.
// The kernel declares the sizes: windows of VH × VW cells, PP × PQ windows and PH × PW cells a map; `index` and `dx`; and seen_at(place), the
// ReLU's output, whose places are those of the windows.

// Cells that no window covers are 0; they belong to the last windows of their rows and columns.
fn clear(first: u32, rows: u32, columns: u32) {
  for (var i = 0u; i < rows; i++) {
    for (var j = 0u; j < columns; j++) {
      dx[first + i * PW + j] = 0.0;
    }
  }
}

fn spread(place: u32, gradient: f32) {
  let q = place % PQ;
  let p = place / PQ % PP;
  let first = place / (PP * PQ) * (PH * PW) + p * VH * PW + q * VW;
  let g = select(0.0, gradient, seen_at(place) > 0.0);
  let winner = index[place];
  // Written out, as most windows are of this size: a program on the processor takes longer for the loops than for what is in them.
  if (VH == 2u && VW == 2u) {
    dx[first] = select(0.0, g, winner == 0u);
    dx[first + 1u] = select(0.0, g, winner == 1u);
    dx[first + PW] = select(0.0, g, winner == 2u);
    dx[first + PW + 1u] = select(0.0, g, winner == 3u);
  } else {
    for (var i = 0u; i < VH; i++) {
      for (var j = 0u; j < VW; j++) {
        dx[first + i * PW + j] = select(0.0, g, winner == i * VW + j);
      }
    }
  }
  const BESIDE = PW - PQ * VW;
  const BELOW = PH - PP * VH;
  let right = select(0u, BESIDE, q + 1u == PQ);
  if (BESIDE > 0u) { clear(first + VW, VH, right); }
  if (BELOW > 0u && p + 1u == PP) { clear(first + VH * PW, BELOW, VW + right); }
}
