// Dense layer, bias and activation at one go.
//   y[n,o] = f( Σ_f x[n,f] · weight[o,f] + bias[o] )
// x [N, F], weight [O, F], bias [O], y [N, O]; F a multiple of 4.
// One invocation computes 4 samples × 4 outputs: acc_k holds sample n + k. Inputs and weights come four at a time; o runs fastest.
// Order of the sum: f, four products at a time.
// uses: lib/activation.wgsl

const N = 1u;
const F = 4u;
const O = 2u;
const ACTIVATION = 1u;
const QUADS = F / 4u;
const BLOCKS = (O + 3u) / 4u;

@group(0) @binding(0) var<storage, read> x: array<vec4f, N * QUADS>;
@group(0) @binding(1) var<storage, read> weight: array<vec4f, O * QUADS>;
@group(0) @binding(2) var<storage, read> bias: array<f32, O>;
@group(0) @binding(3) var<storage, read_write> y: array<f32, N * O>;

fn finish(n: u32, o: u32, sum: vec4f) {
  if (n < N) {
    let place = n * O + o;
    y[place] = activate(sum.x + bias[o]);
    if (o + 1u < O) { y[place + 1u] = activate(sum.y + bias[o + 1u]); }
    if (o + 2u < O) { y[place + 2u] = activate(sum.z + bias[o + 2u]); }
    if (o + 3u < O) { y[place + 3u] = activate(sum.w + bias[o + 3u]); }
  }
}

@compute @workgroup_size(64)
fn dense_bias_activation(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  const ALL = (N + 3u) / 4u * BLOCKS;
  // Workgroups in several rows, where one would be too long.
  let invocation = id.y * groups.x * 64u + id.x;
  let tile = min(invocation, ALL - 1u);
  let o = tile % BLOCKS * 4u;
  let n = tile / BLOCKS * 4u;
  // Rows beyond the last repeat it and are not written.
  let w0 = o * QUADS;
  let w1 = min(o + 1u, O - 1u) * QUADS;
  let w2 = min(o + 2u, O - 1u) * QUADS;
  let w3 = min(o + 3u, O - 1u) * QUADS;
  let x0 = n * QUADS;
  let x1 = min(n + 1u, N - 1u) * QUADS;
  let x2 = min(n + 2u, N - 1u) * QUADS;
  let x3 = min(n + 3u, N - 1u) * QUADS;
  var acc0 = vec4f();
  var acc1 = vec4f();
  var acc2 = vec4f();
  var acc3 = vec4f();
  for (var f = 0u; f < QUADS; f++) {
    let a0 = x[x0 + f];
    let a1 = x[x1 + f];
    let a2 = x[x2 + f];
    let a3 = x[x3 + f];
    let b0 = weight[w0 + f];
    let b1 = weight[w1 + f];
    let b2 = weight[w2 + f];
    let b3 = weight[w3 + f];
    acc0 += vec4f(dot(a0, b0), dot(a0, b1), dot(a0, b2), dot(a0, b3));
    acc1 += vec4f(dot(a1, b0), dot(a1, b1), dot(a1, b2), dot(a1, b3));
    acc2 += vec4f(dot(a2, b0), dot(a2, b1), dot(a2, b2), dot(a2, b3));
    acc3 += vec4f(dot(a3, b0), dot(a3, b1), dot(a3, b2), dot(a3, b3));
  }
  if (invocation == tile) {
    finish(n, o, acc0);
    finish(n + 1u, o, acc1);
    finish(n + 2u, o, acc2);
    finish(n + 3u, o, acc3);
  }
}
