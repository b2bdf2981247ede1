enable subgroups;
// A classifier's last dense layer and what follows it: denseCrossEntropyHead.wgsl, for programs on the processor, whose time goes into loads.
//   b[n,o] = Σ_f x[n,f] · weight[o,f] + bias[o]
// x [N, F], weight [O, F], bias [O], label [N]; dx, the gradient of b, [N, O], metrics [R, 2], step [1]; F a multiple of 4, O ≤ 16.
// One workgroup does 4·LANES samples after 4·LANES samples: a lane computes all outputs of four of them, as
// denseBiasActivationBroadcast.wgsl does, and then judges four. Order of the sum: f.
// uses: lib/denseBlock.wgsl, lib/crossEntropy.wgsl

const N = 1u;
const F = 4u;
const O = 10u;
const R = 4u;
const SMOOTHING: f32 = 0.0;
const LANES = 8u;
const SUBGROUP = 8u;
const CLASSES = O;
const ROWS = O;
const QUADS = F / 4u;

@group(0) @binding(0) var<storage, read> x: array<vec4f, N * QUADS>;
@group(0) @binding(1) var<storage, read> weight: array<vec4f, O * QUADS>;
@group(0) @binding(2) var<storage, read> bias: array<f32, O>;
@group(0) @binding(3) var<storage, read> label: array<u32, N>;
@group(0) @binding(4) var<storage, read_write> dx: array<f32, N * O>;
@group(0) @binding(5) var<storage, read_write> metrics: array<vec2f>;
@group(0) @binding(6) var<storage, read_write> step: array<u32>;

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

@compute @workgroup_size(LANES)
fn dense_cross_entropy_head_broadcast(
  @builtin(local_invocation_index) lane: u32,
  @builtin(subgroup_invocation_id) member: u32,
) {
  let own = shared_rows(0u, O, member) * QUADS;
  var result = vec2f();
  for (var first = 0u; first < N; first += 4u * LANES) {
    // Samples beyond the last repeat it and are not judged.
    let seen = min(first + lane + vec4u(0u, 1u, 2u, 3u) * LANES, vec4u(N - 1u)) * QUADS;
    var rows = rows_of(dense_block(seen, own));
    for (var o = 0u; o < O; o++) {
      keep_row(o, rows[o]);
    }
    // A lane judges the samples that it has computed: none waits for another.
    for (var s = 0u; s < 4u; s++) {
      let n = first + s * LANES + lane;
      if (n < N) {
        let judged = judge(n, s * O);
        result += vec2f(judged.loss, f32(judged.right));
      }
    }
  }
  note(lane, result);
}
