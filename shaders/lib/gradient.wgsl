// The gradient of four parameters. A kernel may leave it as several partial sums; they are added here, in their order.
// segments [T/64]: for each 64 parameters (first element of the first partial, number of partials, their distance, 0).
// The kernel declares `gradient: array<f32>` and `segments: array<vec4u>`. What is returned for a parameter beyond the last has no meaning.

// The first of the four parameters of an invocation; the others follow 16 apart. So all four have the same segment, and neighbouring
// invocations read neighbouring elements.
fn first_of_four(invocation: u32) -> u32 {
  return invocation / 16u * 64u + invocation % 16u;
}

fn gradients_of(first: u32) -> vec4f {
  let segment = segments[first / 64u];
  var place = segment.x + first % 64u;
  var sum = partial_gradients(place);
  for (var s = 1u; s < segment.y; s++) {
    place += segment.z;
    sum += partial_gradients(place);
  }
  return sum;
}

fn partial_gradients(place: u32) -> vec4f {
  return vec4f(gradient[place], gradient[place + 16u], gradient[place + 32u], gradient[place + 48u]);
}
