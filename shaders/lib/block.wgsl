// Up to 16 rows × 4 columns of a matrix product, kept in the registers of an invocation: a row each.

struct Block {
  a: vec4f, b: vec4f, c: vec4f, d: vec4f, e: vec4f, f: vec4f, g: vec4f, h: vec4f,
  i: vec4f, j: vec4f, k: vec4f, l: vec4f, m: vec4f, n: vec4f, o: vec4f, p: vec4f,
}
