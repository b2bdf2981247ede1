// ∂L/∂x of batch normalisation. In training mean and variance depend on x as well:
//   dx[n,c,i] = weight[c] · r · (dy[n,c,i] − db[c]/m − x̂[n,c,i] · dw[c]/m);   else dx = weight[c] · r · dy
//   r = 1/√(variance[c] + EPSILON);   x̂ = (x − mean[c]) · r;   m = SIZE/C
// dy, x, dx [SIZE/(C·I), C, I]; mean, variance, weight, dw, db [C]. TRAINING is 1 or 0.
// One invocation computes one element. inverseSqrt is within 2 ULP, a division within 2.5.

const SIZE = 24u;
const C = 3u;
const I = 4u;
const EPSILON: f32 = 1e-5;
const TRAINING = 1u;

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> mean: array<f32>;
@group(0) @binding(3) var<storage, read> variance: array<f32>;
@group(0) @binding(4) var<storage, read> weight: array<f32>;
@group(0) @binding(5) var<storage, read> dw: array<f32>;
@group(0) @binding(6) var<storage, read> db: array<f32>;
@group(0) @binding(7) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(64)
fn batch_norm_input_grad(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= SIZE) {
    return;
  }
  let c = i / I % C;
  let inverse = inverseSqrt(variance[c] + EPSILON);
  var slope = dy[i];
  if (TRAINING == 1u) {
    let normalized = (x[i] - mean[c]) * inverse;
    slope -= db[c] / f32(SIZE / C) + normalized * (dw[c] / f32(SIZE / C));
  }
  dx[i] = weight[c] * inverse * slope;
}
