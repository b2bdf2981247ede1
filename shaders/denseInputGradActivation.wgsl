// ∂L/∂x of a dense layer and of the activation that its input comes from.
//   g[n,f] = Σ_o dy[n,o] · weight[o,f];   dx[n,f] = g[n,f] · a'(…), from the output y[n,f] of the activation a
// dy [N, O], weight [O, F], y and dx [N, F]; F a multiple of 4.
// One invocation computes 4 samples × 4 features: acc_k holds sample n + k. Weights come four at a time; f runs fastest.
// Order of the sum: o.
// uses: lib/activation.wgsl

const N = 1u;
const F = 4u;
const O = 2u;
const ACTIVATION = 1u;
const QUADS = F / 4u;

@group(0) @binding(0) var<storage, read> dy: array<f32, N * O>;
@group(0) @binding(1) var<storage, read> weight: array<vec4f, O * QUADS>;
@group(0) @binding(2) var<storage, read> y: array<vec4f, N * QUADS>;
@group(0) @binding(3) var<storage, read_write> dx: array<vec4f, N * QUADS>;

fn finish(n: u32, f: u32, sum: vec4f) {
  if (n < N) {
    let seen = y[n * QUADS + f];
    dx[n * QUADS + f] = vec4f(slope(sum.x, seen.x), slope(sum.y, seen.y), slope(sum.z, seen.z), slope(sum.w, seen.w));
  }
}

@compute @workgroup_size(64)
fn dense_input_grad_activation(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  const ALL = (N + 3u) / 4u * QUADS;
  // Workgroups in several rows, where one would be too long.
  let invocation = id.y * groups.x * 64u + id.x;
  let tile = min(invocation, ALL - 1u);
  let f = tile % QUADS;
  let n = tile / QUADS * 4u;
  // Rows beyond the last repeat it and are not written.
  let d0 = n * O;
  let d1 = min(n + 1u, N - 1u) * O;
  let d2 = min(n + 2u, N - 1u) * O;
  let d3 = min(n + 3u, N - 1u) * O;
  var acc0 = vec4f();
  var acc1 = vec4f();
  var acc2 = vec4f();
  var acc3 = vec4f();
  for (var o = 0u; o < O; o++) {
    let w = weight[o * QUADS + f];
    acc0 += dy[d0 + o] * w;
    acc1 += dy[d1 + o] * w;
    acc2 += dy[d2 + o] * w;
    acc3 += dy[d3 + o] * w;
  }
  if (invocation == tile) {
    finish(n, f, acc0);
    finish(n + 1u, f, acc1);
    finish(n + 2u, f, acc2);
    finish(n + 3u, f, acc3);
  }
}
