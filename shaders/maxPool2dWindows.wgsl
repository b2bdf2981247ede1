// Maximum pooling where windows lie side by side, and which cell of the window won: the first in row-major order where several are equal.
//   y[n,c,p,q] = max_{i<KH, j<KW} x[n, c, p·KH + i, q·KW + j]          index = i·KW + j of that maximum
// x [NC, H, W]; y, index [NC, P, Q]: batch and maps are one axis here. No cell is outside, so that all lanes do the same.
// One invocation computes one y and its index. Exact.

const NC = 2u;
const H = 4u;
const W = 4u;
const KH = 2u;
const KW = 2u;
const P = H / KH;
const Q = W / KW;

@group(0) @binding(0) var<storage, read> x: array<f32, NC * H * W>;
@group(0) @binding(1) var<storage, read_write> y: array<f32, NC * P * Q>;
@group(0) @binding(2) var<storage, read_write> index: array<u32, NC * P * Q>;

@compute @workgroup_size(64)
fn max_pool_2d_windows(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let o = id.y * groups.x * 64u + id.x;
  if (o >= NC * P * Q) {
    return;
  }
  let first = o / (P * Q) * (H * W) + o / Q % P * (KH * W) + o % Q * KW;
  var best = x[first];
  var place = 0u;
  // Written out, as most windows are of this size: a program on the processor takes longer for the loops than for what is in them.
  if (KH == 2u && KW == 2u) {
    let right = x[first + 1u];
    let below = x[first + W];
    let last = x[first + W + 1u];
    place = select(place, 1u, right > best);
    best = select(best, right, right > best);
    place = select(place, 2u, below > best);
    best = select(best, below, below > best);
    place = select(place, 3u, last > best);
    best = select(best, last, last > best);
  } else {
    for (var i = 0u; i < KH; i++) {
      for (var j = 0u; j < KW; j++) {
        let value = x[first + i * W + j];
        place = select(place, i * KW + j, value > best);
        best = select(best, value, value > best);
      }
    }
  }
  y[o] = best;
  index[o] = place;
}
