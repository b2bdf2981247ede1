// The gradient of parameter i. A kernel may leave it as several partial sums; they are added here, in their order.
// segments [T/64]: for each 64 parameters (first element of the first partial, number of partials, their distance, 0).
// The kernel declares `gradient: array<f32>` and `segments: array<vec4u>`.

fn gradient_of(i: u32) -> f32 {
  let segment = segments[i / 64u];
  var sum = 0.0;
  for (var s = 0u; s < segment.y; s++) {
    sum += gradient[segment.x + s * segment.z + i % 64u];
  }
  return sum;
}
