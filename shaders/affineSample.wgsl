// Pictures moved by affine maps: each new pixel is interpolated between the four old ones around the place it comes from.
//   (u, v) = theta[n] · (q − (W−1)/2, p − (H−1)/2, 1) + ((W−1)/2, (H−1)/2);   w(t) = max(0, 1 − |t|)
//   y[n,c,p,q] = Σ_i Σ_j w(v − i) · w(u − j) · x[n,c,i,j];   x outside the picture is 0
// x, y [N, C, H, W]; theta [N, 2, 3].
// One invocation computes one pixel: of the sum only the four terms that can differ from 0.

const SIZE = 4u;
const C = 1u;
const H = 2u;
const W = 2u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> theta: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

fn pixel(map: u32, i: i32, j: i32) -> f32 {
  if (i < 0 || i >= i32(H) || j < 0 || j >= i32(W)) {
    return 0.0;
  }
  return x[(map * H + u32(i)) * W + u32(j)];
}

@compute @workgroup_size(64)
fn affine_sample(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let o = id.y * groups.x * 64u + id.x;
  if (o >= SIZE) {
    return;
  }
  let map = o / (H * W);
  let first = 6u * (map / C);
  let center = vec2f(f32(W - 1u), f32(H - 1u)) / 2.0;
  let place = vec2f(f32(o % W), f32(o / W % H)) - center;
  let u = theta[first] * place.x + theta[first + 1u] * place.y + theta[first + 2u] + center.x;
  let v = theta[first + 3u] * place.x + theta[first + 4u] * place.y + theta[first + 5u] + center.y;
  // Outside [−1, W] × [−1, H] everything is 0, and so it is at the edge of this.
  let corner = vec2f(clamp(u, -1.0, f32(W)), clamp(v, -1.0, f32(H)));
  let j = i32(floor(corner.x));
  let i = i32(floor(corner.y));
  let right = corner.x - f32(j);
  let below = corner.y - f32(i);
  y[o] = (1.0 - below) * (1.0 - right) * pixel(map, i, j)
    + (1.0 - below) * right * pixel(map, i, j + 1)
    + below * (1.0 - right) * pixel(map, i + 1, j)
    + below * right * pixel(map, i + 1, j + 1);
}
