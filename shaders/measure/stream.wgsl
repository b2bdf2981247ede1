// Reads one array from its beginning to its end and writes another, to measure the bandwidth of an adapter's memory.
//   y = x + 1
// x, y [WORDS]. An invocation copies REPEAT words; neighbours copy neighbouring ones at the same time.

const LANES = 64u;
const WORDS = 4096u;
const REPEAT = 16u;

@group(0) @binding(0) var<storage, read> x: array<u32, WORDS>;
@group(0) @binding(1) var<storage, read_write> y: array<u32, WORDS>;

@compute @workgroup_size(LANES)
fn stream(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group.x * LANES * REPEAT + lane;
  for (var k = 0u; k < REPEAT; k++) {
    let i = first + k * LANES;
    y[i] = x[i] + 1u;
  }
}
