// Hands on what comes back to a ReLU behind maximum pooling to the cells of the windows, which lie side by side: see reluMaxPool2dGrad.wgsl.
// The kernel declares the sizes: windows of VH × VW cells, PP × PQ windows and PH × PW cells a map; `index` and `dx`; and seen_at(place), the
// ReLU's output, whose places are those of the windows.

// The last windows of a map take the cells behind them, which no window covers, with them.
fn spread(place: u32, gradient: f32) {
  let q = place % PQ;
  let p = place / PQ % PP;
  let map = place / (PP * PQ) * PH * PW;
  let g = select(0.0, gradient, seen_at(place) > 0.0);
  let winner = index[place];
  let bottom = select((p + 1u) * VH, PH, p + 1u == PP);
  let right = select((q + 1u) * VW, PW, q + 1u == PQ);
  for (var h = p * VH; h < bottom; h++) {
    for (var w = q * VW; w < right; w++) {
      let i = h - p * VH;
      let j = w - q * VW;
      let is_winner = (i < VH) & (j < VW) & (winner == i * VW + j);
      dx[map + h * PW + w] = select(0.0, g, is_winner);
    }
  }
}
