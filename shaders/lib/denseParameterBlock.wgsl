// ∂L/∂weight and ∂L/∂bias of a dense layer in blocks of ROWS outputs × 4 features: see denseParameterGradsBroadcast.wgsl.
// The kernel declares the sizes, `x`, `dy`, `dw` and `db`.
// uses: lib/rowBlock.wgsl

const QUADS = F / 4u;
const PER_PART = (N + PARTS - 1u) / PARTS;
const WEIGHT_STRIDE = (O * F + 63u) / 64u * 16u;
const BIAS_STRIDE = (O + 63u) / 64u * 64u;
// Blocks of outputs, and subgroups for all features.
const OUTPUTS = (O + ROWS - 1u) / ROWS;
const FEATURES = (QUADS + SUBGROUP - 1u) / SUBGROUP;
const PARAMETER_GROUPS = PARTS * OUTPUTS * FEATURES;

fn store_output(part: u32, o: u32, f: u32, sum: vec4f) {
  if (o < O) {
    dw[part * WEIGHT_STRIDE + o * QUADS + f] = sum;
  }
}

fn store_bias(part: u32, o: u32, row: u32, member: u32, sum: f32) {
  if (member < SHARE && row + member < ROWS && o + row + member < O) {
    db[part * BIAS_STRIDE + o + row + member] = sum;
  }
}

fn parameter_block(group: u32, lane: u32, member: u32) {
  let column = group % FEATURES * SUBGROUP + lane;
  let o = group / FEATURES % OUTPUTS * ROWS;
  let part = group / (FEATURES * OUTPUTS);
  let f = min(column, QUADS - 1u);
  let own = shared_rows(o, O, member);
  var sum = Block();
  var bias = vec4f();
  let end = min((part + 1u) * PER_PART, N);
  for (var n = part * PER_PART; n < end; n++) {
    let row = n * O;
    var g = vec4f(dy[row + own.x], 0.0, 0.0, 0.0);
    if (ROWS > SHARE) { g.y = dy[row + own.y]; }
    if (ROWS > 2u * SHARE) { g.z = dy[row + own.z]; }
    if (ROWS > 3u * SHARE) { g.w = dy[row + own.w]; }
    sum = added(sum, g, x[n * QUADS + f], ROWS);
    bias += g;
  }
  if (column == f) {
    var rows = rows_of(sum);
    for (var k = 0u; k < ROWS; k++) {
      store_output(part, o + k, f, rows[k]);
    }
  }
  if (group % FEATURES == 0u) {
    for (var k = 0u; k * SHARE < ROWS; k++) {
      store_bias(part, o, k * SHARE, member, bias[k]);
    }
  }
}
