// ∂L/∂weight and ∂L/∂bias of a dense layer in tiles of 4 outputs × 4 features: see denseParameterGrads.wgsl.
// The kernel declares the sizes, `x`, `dy`, `dw` and `db`.

const QUADS = F / 4u;
const BLOCKS = (O + 3u) / 4u;
const PER_PART = (N + PARTS - 1u) / PARTS;
const WEIGHT_STRIDE = (O * F + 63u) / 64u * 16u;
const BIAS_STRIDE = (O + 63u) / 64u * 64u;
const PARAMETER_TILES = PARTS * BLOCKS * QUADS;

fn parameter_tile(invocation: u32) {
  let tile = min(invocation, PARAMETER_TILES - 1u);
  let f = tile % QUADS;
  let o = tile / QUADS % BLOCKS * 4u;
  let part = tile / (QUADS * BLOCKS);
  // Outputs beyond the last repeat it and are not written.
  let o1 = min(o + 1u, O - 1u);
  let o2 = min(o + 2u, O - 1u);
  let o3 = min(o + 3u, O - 1u);
  var acc0 = vec4f();
  var acc1 = vec4f();
  var acc2 = vec4f();
  var acc3 = vec4f();
  var bias = vec4f();
  let end = min((part + 1u) * PER_PART, N);
  for (var n = part * PER_PART; n < end; n++) {
    let seen = x[n * QUADS + f];
    let g = vec4f(dy[n * O + o], dy[n * O + o1], dy[n * O + o2], dy[n * O + o3]);
    acc0 += seen * g.x;
    acc1 += seen * g.y;
    acc2 += seen * g.z;
    acc3 += seen * g.w;
    bias += g;
  }
  if (invocation == tile) {
    let place = part * WEIGHT_STRIDE + o * QUADS + f;
    dw[place] = acc0;
    if (o + 1u < O) { dw[place + QUADS] = acc1; }
    if (o + 2u < O) { dw[place + 2u * QUADS] = acc2; }
    if (o + 3u < O) { dw[place + 3u * QUADS] = acc3; }
    if (f == 0u) {
      let first = part * BIAS_STRIDE + o;
      db[first] = bias.x;
      if (o + 1u < O) { db[first + 1u] = bias.y; }
      if (o + 2u < O) { db[first + 2u] = bias.z; }
      if (o + 3u < O) { db[first + 3u] = bias.w; }
    }
  }
}
