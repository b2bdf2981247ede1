// A block of up to 16 rows × 4 columns of a matrix product, kept in the registers of an invocation. All lanes of a subgroup have the same
// rows, each lane has columns of its own: what belongs to rows is loaded by different lanes, one row each, and handed to all.
// The kernel declares `const SUBGROUP`, the lanes of a subgroup: at least 4.

struct Block {
  a: vec4f, b: vec4f, c: vec4f, d: vec4f, e: vec4f, f: vec4f, g: vec4f, h: vec4f,
  i: vec4f, j: vec4f, k: vec4f, l: vec4f, m: vec4f, n: vec4f, o: vec4f, p: vec4f,
}

// Rows of which a lane loads one at a time.
const SHARE = min(SUBGROUP, 8u);

// The rows that a lane loads, of a block whose first row is `first`; rows beyond the last of `count` repeat it.
fn shared_rows(first: u32, count: u32, member: u32) -> vec4u {
  return min(first + vec4u(0u, 1u, 2u, 3u) * SHARE + member % SHARE, vec4u(count - 1u));
}

// The rows one by one, for a loop: a driver compiles one store in it in a fraction of the time that sixteen in a row take.
fn rows_of(sum: Block) -> array<vec4f, 16> {
  return array<vec4f, 16>(
    sum.a, sum.b, sum.c, sum.d, sum.e, sum.f, sum.g, sum.h,
    sum.i, sum.j, sum.k, sum.l, sum.m, sum.n, sum.o, sum.p
  );
}

// Adds what a column and the first `count` rows, as the lanes have loaded them, give.
fn added(start: Block, rows: vec4f, column: vec4f, count: u32) -> Block {
  var sum = start;
  sum.a += column * subgroupBroadcast(rows[0u / SHARE], 0u % SHARE);
  if (count > 1u) { sum.b += column * subgroupBroadcast(rows[1u / SHARE], 1u % SHARE); }
  if (count > 2u) { sum.c += column * subgroupBroadcast(rows[2u / SHARE], 2u % SHARE); }
  if (count > 3u) { sum.d += column * subgroupBroadcast(rows[3u / SHARE], 3u % SHARE); }
  if (count > 4u) { sum.e += column * subgroupBroadcast(rows[4u / SHARE], 4u % SHARE); }
  if (count > 5u) { sum.f += column * subgroupBroadcast(rows[5u / SHARE], 5u % SHARE); }
  if (count > 6u) { sum.g += column * subgroupBroadcast(rows[6u / SHARE], 6u % SHARE); }
  if (count > 7u) { sum.h += column * subgroupBroadcast(rows[7u / SHARE], 7u % SHARE); }
  if (count > 8u) { sum.i += column * subgroupBroadcast(rows[8u / SHARE], 8u % SHARE); }
  if (count > 9u) { sum.j += column * subgroupBroadcast(rows[9u / SHARE], 9u % SHARE); }
  if (count > 10u) { sum.k += column * subgroupBroadcast(rows[10u / SHARE], 10u % SHARE); }
  if (count > 11u) { sum.l += column * subgroupBroadcast(rows[11u / SHARE], 11u % SHARE); }
  if (count > 12u) { sum.m += column * subgroupBroadcast(rows[12u / SHARE], 12u % SHARE); }
  if (count > 13u) { sum.n += column * subgroupBroadcast(rows[13u / SHARE], 13u % SHARE); }
  if (count > 14u) { sum.o += column * subgroupBroadcast(rows[14u / SHARE], 14u % SHARE); }
  if (count > 15u) { sum.p += column * subgroupBroadcast(rows[15u / SHARE], 15u % SHARE); }
  return sum;
}
