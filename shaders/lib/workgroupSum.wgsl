// The sum of one value of each of a workgroup's 256 invocations, for all of them: halves are added, in the same order every time.
// Every invocation must call it.

var<workgroup> sums: array<f32, 256>;

fn workgroup_sum(lane: u32, value: f32) -> f32 {
  sums[lane] = value;
  workgroupBarrier();
  for (var kept = 128u; kept > 0u; kept /= 2u) {
    if (lane < kept) {
      sums[lane] += sums[lane + kept];
    }
    workgroupBarrier();
  }
  let sum = sums[0];
  // The next call may not overwrite what others have still to fetch.
  workgroupBarrier();
  return sum;
}
