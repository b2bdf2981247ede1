// Up to 16 rows × 4 columns of a matrix product, kept in the registers of an invocation: a row each.

struct Block {
  a: vec4f, b: vec4f, c: vec4f, d: vec4f, e: vec4f, f: vec4f, g: vec4f, h: vec4f,
  i: vec4f, j: vec4f, k: vec4f, l: vec4f, m: vec4f, n: vec4f, o: vec4f, p: vec4f,
}

// The rows one by one, for a loop: a driver compiles one store in it in a fraction of the time that sixteen in a row take.
fn rows_of(sum: Block) -> array<vec4f, 16> {
  return array<vec4f, 16>(
    sum.a, sum.b, sum.c, sum.d, sum.e, sum.f, sum.g, sum.h,
    sum.i, sum.j, sum.k, sum.l, sum.m, sum.n, sum.o, sum.p
  );
}
