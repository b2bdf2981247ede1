// The least that a dispatch can do, to measure what a dispatch costs: each waits for the one before.
//   counter ← counter + 1

@group(0) @binding(0) var<storage, read_write> counter: array<u32, 1>;

@compute @workgroup_size(1)
fn count() {
  counter[0] += 1u;
}
