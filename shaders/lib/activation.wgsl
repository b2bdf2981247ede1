// The activation that a kernel applies at its end, and its derivative from its output.
// The kernel declares `const ACTIVATION`: 0 none, 1 ReLU, 2 sigmoid.

fn activate(x: f32) -> f32 {
  if (ACTIVATION == 1u) {
    return max(x, 0.0);
  }
  if (ACTIVATION == 2u) {
    // e^87 is the last power before infinity, which WGSL may assume away.
    return 1.0 / (1.0 + exp(-max(x, -87.0)));
  }
  return x;
}

fn slope(dy: f32, y: f32) -> f32 {
  if (ACTIVATION == 1u) {
    return select(0.0, dy, y > 0.0);
  }
  if (ACTIVATION == 2u) {
    return dy * y * (1.0 - y);
  }
  return dy;
}
