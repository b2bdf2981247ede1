// The operator ⊛, true convolution: the kernel is flipped.
//   y[p,q] = Σ_i Σ_j x[p+TOP−i, q+LEFT−j] · g[i,j]
// x [H, W], g [KH, KW], y [P, Q]. x is 0 outside or, where CIRCULAR is 1, goes on with the periods H and W.
// One invocation computes one y; q runs fastest. Order of the sum: i, j. |error| ≤ γ_(KH·KW) · Σ|x·g|.

const H = 4u;
const W = 4u;
const KH = 3u;
const KW = 3u;
const P = 6u;
const Q = 6u;
const TOP = 0u;
const LEFT = 0u;
const CIRCULAR = 0u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> g: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

// The place `back` before `from`. Unsigned: one below 0 wraps around and lies outside too.
fn before(start: u32, back: u32, period: u32) -> u32 {
  if (CIRCULAR == 1u) {
    return (start + period - back % period) % period;
  }
  return start - back;
}

@compute @workgroup_size(64)
fn convolve(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let o = id.y * groups.x * 64u + id.x;
  if (o >= P * Q) {
    return;
  }
  let p = o / Q;
  let q = o % Q;
  var sum = 0.0;
  for (var i = 0u; i < KH; i++) {
    for (var j = 0u; j < KW; j++) {
      let row = before(p + TOP, i, H);
      let column = before(q + LEFT, j, W);
      if (row < H && column < W) {
        sum += x[row * W + column] * g[i * KW + j];
      }
    }
  }
  y[o] = sum;
}
