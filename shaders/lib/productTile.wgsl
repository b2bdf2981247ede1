// A product of two matrices, tile by tile: for cards, whose invocations share what a workgroup has loaded.
//   sum[r,c] = Σ_t left[r,t] · right[t,c]
// A workgroup computes TILE_ROWS × TILE_COLUMNS sums. STEP terms at a time, its lanes load what these need of both matrices into workgroup
// memory. A lane holds 4·QUADS rows × 4 columns: sum_k is row k. Lanes with the same rows stand side by side. SLICES lanes share the terms
// of the same sums, slice s every SLICES-th from s on; at the end halves of the slices are added. The terms can be divided into PARTS, each
// a sum of its own. Order of a sum: t, within slice and part. |error| ≤ γ_TERMS · Σ|left·right|.
// The kernel declares the sizes ROWS, COLUMNS, TERMS and PARTS; QUADS, ROW_LANES, COLUMN_LANES, SLICES, STEP; LANES, the product of the three
// numbers of lanes; and
//   struct Columns, columns_from(column): what it has to know of four columns to load them
//   right_four(columns, t): these columns of a row of the right matrix; others than those of the matrix may be anything
//   left_four(row, t): four rows of a column of the left matrix; as above
//   finish(row, column, part, sum): what becomes of four sums of a row

const ROW_QUADS = ROW_LANES * QUADS;
const TILE_ROWS = 4u * ROW_QUADS;
const TILE_COLUMNS = 4u * COLUMN_LANES;
const ROW_TILES = (ROWS + TILE_ROWS - 1u) / TILE_ROWS;
const COLUMN_TILES = (COLUMNS + TILE_COLUMNS - 1u) / TILE_COLUMNS;
const PER_PART = ((TERMS + PARTS - 1u) / PARTS + STEP - 1u) / STEP * STEP;
const SLICE_LANES = ROW_LANES * COLUMN_LANES;
// An odd distance: lanes that write neighbouring terms meet in no bank of the memory.
const LEFT_PITCH = ROW_QUADS / 2u * 2u + 1u;
// What half of the slices has to hand to the others.
const HANDED = SLICES / 2u * SLICE_LANES * 4u * QUADS;

// Term t of the rows from 4·r on is left_tile[t · LEFT_PITCH + r], of the columns from 4·c on right_tile[t · COLUMN_LANES + c].
var<workgroup> left_tile: array<vec4f, STEP * LEFT_PITCH>;
// In the end it takes what is handed.
var<workgroup> right_tile: array<vec4f, max(STEP * COLUMN_LANES, HANDED)>;

// All workgroups together do so many tiles; those beyond do nothing.
fn product_tile(group: u32, lane: u32) {
  if (group >= ROW_TILES * COLUMN_TILES * PARTS) {
    return;
  }
  let part = group / (ROW_TILES * COLUMN_TILES);
  let first_row = group % ROW_TILES * TILE_ROWS;
  let column_lane = lane % COLUMN_LANES;
  let row_lane = lane / COLUMN_LANES % ROW_LANES;
  let slice = lane / SLICE_LANES;
  let row = first_row + row_lane * 4u * QUADS;
  let column = group / ROW_TILES % COLUMN_TILES * TILE_COLUMNS + column_lane * 4u;
  let columns = columns_from(column);
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  var sum4 = vec4f();
  var sum5 = vec4f();
  var sum6 = vec4f();
  var sum7 = vec4f();
  let end = min((part + 1u) * PER_PART, TERMS);
  for (var start = part * PER_PART; start < end; start += STEP) {
    for (var t = lane / COLUMN_LANES; t < STEP; t += ROW_LANES * SLICES) {
      var four = vec4f();
      if (start + t < end) { four = right_four(columns, start + t); }
      right_tile[t * COLUMN_LANES + column_lane] = four;
    }
    for (var o = lane; o < STEP * ROW_QUADS; o += LANES) {
      let t = o % STEP;
      var four = vec4f();
      if (start + t < end) { four = left_four(first_row + o / STEP * 4u, start + t); }
      left_tile[t * LEFT_PITCH + o / STEP] = four;
    }
    workgroupBarrier();
    for (var t = slice; t < STEP; t += SLICES) {
      let right = right_tile[t * COLUMN_LANES + column_lane];
      let quad = t * LEFT_PITCH + row_lane * QUADS;
      let upper = left_tile[quad];
      sum0 += right * upper.x;
      sum1 += right * upper.y;
      sum2 += right * upper.z;
      sum3 += right * upper.w;
      if (QUADS > 1u) {
        let lower = left_tile[quad + 1u];
        sum4 += right * lower.x;
        sum5 += right * lower.y;
        sum6 += right * lower.z;
        sum7 += right * lower.w;
      }
    }
    workgroupBarrier();
  }
  for (var half = SLICES / 2u; half > 0u; half /= 2u) {
    let size = half * SLICE_LANES;
    if (slice >= half && slice < 2u * half) {
      let place = lane - size;
      right_tile[place] = sum0;
      right_tile[place + size] = sum1;
      right_tile[place + 2u * size] = sum2;
      right_tile[place + 3u * size] = sum3;
      if (QUADS > 1u) {
        right_tile[place + 4u * size] = sum4;
        right_tile[place + 5u * size] = sum5;
        right_tile[place + 6u * size] = sum6;
        right_tile[place + 7u * size] = sum7;
      }
    }
    workgroupBarrier();
    if (slice < half) {
      sum0 += right_tile[lane];
      sum1 += right_tile[lane + size];
      sum2 += right_tile[lane + 2u * size];
      sum3 += right_tile[lane + 3u * size];
      if (QUADS > 1u) {
        sum4 += right_tile[lane + 4u * size];
        sum5 += right_tile[lane + 5u * size];
        sum6 += right_tile[lane + 6u * size];
        sum7 += right_tile[lane + 7u * size];
      }
    }
    workgroupBarrier();
  }
  if (slice == 0u) {
    finish_row(row, column, part, sum0);
    finish_row(row + 1u, column, part, sum1);
    finish_row(row + 2u, column, part, sum2);
    finish_row(row + 3u, column, part, sum3);
    if (QUADS > 1u) {
      finish_row(row + 4u, column, part, sum4);
      finish_row(row + 5u, column, part, sum5);
      finish_row(row + 6u, column, part, sum6);
      finish_row(row + 7u, column, part, sum7);
    }
  }
}

fn finish_row(row: u32, column: u32, part: u32, sum: vec4f) {
  if (row < ROWS) {
    finish(row, column, part, sum);
  }
}
