// Mean pooling.
//   y[n,c,p,q] = 1/(KH·KW) · Σ_{i<KH} Σ_{j<KW} x[n, c, p·SH + i, q·SW + j]
// x [NC, H, W], y [NC, P, Q]: batch and maps are one axis here.
// One invocation computes one y; neighbours in q load x with stride SW. Order of the sum: i, j.
// |error| ≤ γ_(KH·KW + 5) · mean|x|.

const NC = 2u;
const H = 4u;
const W = 4u;
const KH = 2u;
const KW = 2u;
const SH = 2u;
const SW = 2u;
const P = (H - KH) / SH + 1u;
const Q = (W - KW) / SW + 1u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn avg_pool_2d(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let o = id.y * groups.x * 64u + id.x;
  if (o >= NC * P * Q) {
    return;
  }
  let q = o % Q;
  let p = (o / Q) % P;
  let nc = o / (Q * P);
  var sum = 0.0;
  for (var i = 0u; i < KH; i++) {
    for (var j = 0u; j < KW; j++) {
      sum += x[(nc * H + p * SH + i) * W + q * SW + j];
    }
  }
  y[o] = sum / f32(KH * KW);
}
