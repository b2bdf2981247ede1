// The rows of dy that a convolution's input gradient is made of, loaded one by one: see inputGradRows.wgsl.
// uses: lib/gradColumns.wgsl

struct Seen { row: Row, before: vec4f }

fn seen_in(old: Seen, map: u32, p: u32, v: u32, is_first: bool) -> Seen {
  var seen = Seen();
  if (SEGMENTS > 1u) { seen.before = four_grads(map, p, v - 4u); }
  seen.row.a = four_grads(map, p, v);
  if (GRADS > 1u) { seen.row.b = four_grads(map, p, v + 4u); }
  if (GRADS > 2u) { seen.row.c = four_grads(map, p, v + 8u); }
  if (GRADS > 3u) { seen.row.d = four_grads(map, p, v + 12u); }
  if (GRADS > 4u) { seen.row.e = four_grads(map, p, v + 16u); }
  if (GRADS > 5u) { seen.row.f = four_grads(map, p, v + 20u); }
  return seen;
}

fn row_of(seen: Seen, p: u32) -> Row {
  return seen.row;
}

fn before_of(seen: Seen, p: u32) -> vec4f {
  return seen.before;
}
