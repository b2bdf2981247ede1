// What becomes of a block of a classifier's outputs, all of them of four samples: see denseCrossEntropyHeadBroadcast.wgsl.
// The kernel declares N, O, ROWS, LANES and `bias`.
// uses: lib/block.wgsl

// The outputs of the lane's four samples, one after the other.
var<private> logits: array<f32, 4u * O>;

fn logit(row: u32, f: u32) -> f32 {
  return logits[row + f];
}

fn keep_row(o: u32, sum: vec4f) {
  let four = sum + vec4f(bias[o]);
  logits[o] = four.x;
  logits[O + o] = four.y;
  logits[2u * O + o] = four.z;
  logits[3u * O + o] = four.w;
}

// Losses and right predictions of the lane's samples first + lane + s·LANES: a lane judges the samples that it has computed, and none waits for
// another. Samples beyond the last are not judged.
fn judge_block(first: u32, lane: u32, sum: Block) -> vec2f {
  keep_row(0u, sum.a);
  if (ROWS > 1u) { keep_row(1u, sum.b); }
  if (ROWS > 2u) { keep_row(2u, sum.c); }
  if (ROWS > 3u) { keep_row(3u, sum.d); }
  if (ROWS > 4u) { keep_row(4u, sum.e); }
  if (ROWS > 5u) { keep_row(5u, sum.f); }
  if (ROWS > 6u) { keep_row(6u, sum.g); }
  if (ROWS > 7u) { keep_row(7u, sum.h); }
  if (ROWS > 8u) { keep_row(8u, sum.i); }
  if (ROWS > 9u) { keep_row(9u, sum.j); }
  if (ROWS > 10u) { keep_row(10u, sum.k); }
  if (ROWS > 11u) { keep_row(11u, sum.l); }
  if (ROWS > 12u) { keep_row(12u, sum.m); }
  if (ROWS > 13u) { keep_row(13u, sum.n); }
  if (ROWS > 14u) { keep_row(14u, sum.o); }
  if (ROWS > 15u) { keep_row(15u, sum.p); }
  var result = vec2f();
  for (var s = 0u; s < 4u; s++) {
    let n = first + s * LANES + lane;
    if (n < N) {
      let judged = judge(n, s * O);
      result += vec2f(judged.loss, f32(judged.right));
    }
  }
  return result;
}
