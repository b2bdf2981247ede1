// ∂L/∂x of batch normalisation, and through the activation that x comes from, a map of a sample at a time: for programs on the processor.
// In training mean and variance depend on x as well:
//   dx[n,c,i] = f′ · weight[c] · r · (dy[n,c,i] − db[c]/m − (x[n,c,i] − mean[c]) · r · dw[c]/m);   else dx = f′ · weight[c] · r · dy
//   r = 1/√(variance[c] + EPSILON);   m = NC·I/C;   f′ from x: 1 where x > 0, else 0 for ReLU; x · (1 − x) for the logistic function
// dy, x, dx [NC/C, C, I]; mean, variance, weight, dw, db [C]. TRAINING is 1 or 0.
// One workgroup computes one map of one sample, its lanes neighbours; what belongs to the map is computed once for all. inverseSqrt is
// within 2 ULP, a division within 2.5. Workgroups beyond the last map repeat it.
// uses: lib/activation.wgsl

const NC = 6u;
const C = 3u;
const I = 4u;
const LANES = 4u;
const EPSILON: f32 = 1e-5;
const TRAINING = 1u;
const ACTIVATION = 0u;

@group(0) @binding(0) var<storage, read> dy: array<f32, NC * I>;
@group(0) @binding(1) var<storage, read> x: array<f32, NC * I>;
@group(0) @binding(2) var<storage, read> mean: array<f32, C>;
@group(0) @binding(3) var<storage, read> variance: array<f32, C>;
@group(0) @binding(4) var<storage, read> weight: array<f32, C>;
@group(0) @binding(5) var<storage, read> dw: array<f32, C>;
@group(0) @binding(6) var<storage, read> db: array<f32, C>;
@group(0) @binding(7) var<storage, read_write> dx: array<f32, NC * I>;

// Elements of a map that are computed four at a time without asking whether they are there.
const WHOLE = I / (4u * LANES) * 4u * LANES;

// What belongs to a map.
struct Map { center: f32, scale: f32, level: f32, tilt: f32 }

fn input_grad(e: u32, map: Map) -> f32 {
  let value = x[e];
  var grad = dy[e];
  if (TRAINING == 1u) {
    grad -= map.level + (value - map.center) * map.tilt;
  }
  return slope(grad * map.scale, value);
}

@compute @workgroup_size(LANES)
fn batch_norm_input_grad_lanes(
  @builtin(local_invocation_index) lane: u32,
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
  let nc = min(group.y * groups.x + group.x, NC - 1u);
  let c = nc % C;
  let inverse = inverseSqrt(variance[c] + EPSILON);
  const COUNT = f32(NC / C * I);
  let map = Map(mean[c], weight[c] * inverse, db[c] / COUNT, inverse * (dw[c] / COUNT));
  let first = nc * I + lane;
  for (var i = 0u; i < WHOLE; i += 4u * LANES) {
    let e = first + i;
    dx[e] = input_grad(e, map);
    dx[e + LANES] = input_grad(e + LANES, map);
    dx[e + 2u * LANES] = input_grad(e + 2u * LANES, map);
    dx[e + 3u * LANES] = input_grad(e + 3u * LANES, map);
  }
  for (var i = WHOLE; i < I; i += LANES) {
    if (i + lane < I) {
      dx[first + i] = input_grad(first + i, map);
    }
  }
}
