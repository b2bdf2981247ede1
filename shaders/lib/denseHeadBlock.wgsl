// What becomes of a block of a classifier's outputs, all of them of four samples: see denseCrossEntropyHeadBroadcast.wgsl.
// The kernel declares N, O, LANES and `bias`; O is 16 at most.
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
  var rows = rows_of(sum);
  for (var o = 0u; o < O; o++) {
    keep_row(o, rows[o]);
  }
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
