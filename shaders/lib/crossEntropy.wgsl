// Cross-entropy of one sample, its gradient and the class it is taken for: see crossEntropyHead.wgsl.
// The kernel declares N, CLASSES, R, SMOOTHING, LANES, `label`, `dx`, `metrics` and `step`; and `logit(row, f)`, output f of the sample whose outputs
// begin at `row`.

struct Judged { loss: f32, prediction: u32, right: bool }

var<workgroup> sums: array<vec2f, LANES>;

fn judge(n: u32, row: u32) -> Judged {
  let class_ = label[n];
  var greatest = logit(row, 0u);
  var place = 0u;
  for (var f = 1u; f < CLASSES; f++) {
    let value = logit(row, f);
    if (value > greatest) {
      greatest = value;
      place = f;
    }
  }
  var sum = 0.0;
  var distances = 0.0;
  for (var f = 0u; f < CLASSES; f++) {
    sum += exp(logit(row, f) - greatest);
    distances += greatest - logit(row, f);
  }
  for (var f = 0u; f < CLASSES; f++) {
    let p = exp(logit(row, f) - greatest) / sum;
    let q = select(0.0, 1.0 - SMOOTHING, f == class_) + SMOOTHING / f32(CLASSES);
    dx[n * CLASSES + f] = (p - q) / f32(N);
  }
  let loss = log(sum) - (1.0 - SMOOTHING) * (logit(row, class_) - greatest) + SMOOTHING / f32(CLASSES) * distances;
  return Judged(loss, place, place == class_);
}

// Notes the lanes' sums of losses and of right predictions, added in their order, and counts the step.
fn note(lane: u32, result: vec2f) {
  sums[lane] = result;
  workgroupBarrier();
  if (lane == 0u) {
    var total = vec2f();
    for (var l = 0u; l < LANES; l++) {
      total += sums[l];
    }
    metrics[step[0] % R] = vec2f(total.x / f32(N), total.y);
    step[0] += 1u;
  }
}
