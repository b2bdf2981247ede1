// A block of a dense layer's outputs, ROWS outputs of four samples, kept in the registers of a lane: see denseBiasActivationBroadcast.wgsl.
// The kernel declares ROWS, QUADS and `x`, `weight`: x[s] and weight[w] are the first four elements of a sample and of an output's weights.
// uses: lib/rowBlock.wgsl

// Without the bias. `seen` says where the lane's samples begin, `own` where the weights that it loads for all lanes do.
fn dense_block(seen: vec4u, own: vec4u) -> Block {
  var sum = Block();
  for (var f = 0u; f < QUADS; f++) {
    let x0 = x[seen.x + f];
    let x1 = x[seen.y + f];
    let x2 = x[seen.z + f];
    let x3 = x[seen.w + f];
    let w0 = weight[own.x + f];
    var w1 = vec4f();
    var w2 = vec4f();
    var w3 = vec4f();
    if (ROWS > SHARE) { w1 = weight[own.y + f]; }
    if (ROWS > 2u * SHARE) { w2 = weight[own.z + f]; }
    if (ROWS > 3u * SHARE) { w3 = weight[own.w + f]; }
    sum = added(sum, vec4f(w0.x, w1.x, w2.x, w3.x), vec4f(x0.x, x1.x, x2.x, x3.x), ROWS);
    sum = added(sum, vec4f(w0.y, w1.y, w2.y, w3.y), vec4f(x0.y, x1.y, x2.y, x3.y), ROWS);
    sum = added(sum, vec4f(w0.z, w1.z, w2.z, w3.z), vec4f(x0.z, x1.z, x2.z, x3.z), ROWS);
    sum = added(sum, vec4f(w0.w, w1.w, w2.w, w3.w), vec4f(x0.w, x1.w, x2.w, x3.w), ROWS);
  }
  return sum;
}
