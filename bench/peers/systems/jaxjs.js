/**
 * jax-js on WebGPU or WebAssembly. As its documentation says is fastest: the whole step is one function under `jit`, which fuses its
 * operations into few kernels; data and parameters stay on the device; the host waits now and then, so that not too much is queued. The
 * batch is gathered before, as its own example does: inside, that would be fused into every kernel that reads the pictures.
 */
import { batchOf, firstOf, pixels } from "../workload.js";

/** @param {object} jax @param {import("../workload.js").Workload} workload @param {{ backend: "webgpu" | "wasm" }} options */
export async function open(jax, workload, { backend }) {
  const { init, defaultDevice, jit, numpy: np, tree } = jax;
  if (!(await init(backend)).includes(backend)) throw new Error(`jax-js: it has no device ${backend} here.`);
  defaultDevice(backend);
  const { kind, count, shape, statistics, recipe } = workload;
  const arrays = (wanted) =>
    Object.fromEntries(
      [...workload.parameters]
        .filter(([name]) => statistics.includes(name) === wanted)
        .map(([name, { shape, data }]) => [name, arranged(np, shape, data)]),
    );
  const images = np.array(pixels(workload)).reshape([count, ...shape]);
  let parameters = arrays(false);
  let running = arrays(true);
  await jax.blockUntilReady([images, parameters, running]);

  if (kind === "inference") {
    const infer = jit((parameters, running, x) => forward(jax, workload, parameters, running, x, false)[0]);
    return {
      step(step) {
        const first = firstOf(workload, step);
        const x = images.ref.slice([first, first + recipe.batch]);
        return infer(tree.ref(parameters), tree.ref(running), x);
      },
      finish: (logits) => logits.data(),
    };
  }
  const labels = np.array(Int32Array.from(workload.labels), { dtype: np.int32 });
  const { start, update } = optimizerOf(jax, workload.optimizer);
  let state = start(parameters);
  const train = jit((parameters, running, state, x, y) => {
    const lossOf = (parameters, x, y) => {
      const [logits, news] = forward(jax, workload, parameters, running, x, true);
      return [crossEntropy(jax, workload, logits, y), news];
    };
    const [[loss, news], gradients] = jax.valueAndGrad(lossOf, { hasAux: true })(tree.ref(parameters), x, y);
    return [loss, news, ...update(parameters, gradients, state)];
  });
  return {
    step(step) {
      const samples = np.array(batchOf(workload, step), { dtype: np.int32 });
      const x = images.ref.slice(samples.ref);
      const y = labels.ref.slice(samples);
      let loss;
      [loss, running, parameters, state] = train(parameters, running, state, x, y);
      return loss;
    },
    finish: (loss) => loss.data(),
    discard: (loss) => loss.dispose(),
  };
}

/** −Σ log p of the right class / batch. */
function crossEntropy({ nn }, { classes, recipe }, logits, y) {
  return nn
    .logSoftmax(logits)
    .mul(nn.oneHot(y, classes))
    .sum()
    .mul(-1 / recipe.batch);
}

/** Convolutions as they are stored, their biases one a map; dense weights [in, out], for `dot`. */
function arranged(np, shape, data) {
  const array = np.array(data).reshape(shape);
  return shape.length === 2 ? array.transpose() : array;
}

/** What training starts from, and what makes new parameters and state of old ones. */
function optimizerOf({ numpy: np, tree }, { type, learningRate, momentum, beta1, beta2, epsilon }) {
  const zeros = (parameters) => tree.map((p) => np.zeros(p.shape), parameters);
  const after = (parameters, updates) => tree.map((p, u) => p.sub(u.mul(learningRate)), parameters, updates);
  if (type === "momentum") {
    return {
      start: (parameters) => zeros(parameters),
      update(parameters, gradients, velocity) {
        const v = tree.map((old, g) => old.mul(momentum).add(g), velocity, gradients);
        return [after(parameters, tree.ref(v)), v];
      },
    };
  }
  return {
    // The powers β₁ᵗ and β₂ᵗ are kept, so that nothing depends on the host.
    start: (parameters) => ({
      mean: zeros(parameters),
      square: zeros(parameters),
      power1: np.array([1]),
      power2: np.array([1]),
    }),
    update(parameters, gradients, { mean, square, power1, power2 }) {
      const m = tree.map((old, g) => old.mul(beta1).add(g.mul(1 - beta1)), mean, tree.ref(gradients));
      const s = tree.map((old, g) => old.mul(beta2).add(np.square(g).mul(1 - beta2)), square, gradients);
      const p1 = power1.mul(beta1);
      const p2 = power2.mul(beta2);
      const correction1 = np.array([1]).sub(p1.ref);
      const correction2 = np.array([1]).sub(p2.ref);
      const updates = tree.map(
        (m, s) => m.div(correction1.ref).div(np.sqrt(s.div(correction2.ref)).add(epsilon)),
        tree.ref(m),
        tree.ref(s),
      );
      correction1.dispose();
      correction2.dispose();
      return [after(parameters, updates), { mean: m, square: s, power1: p1, power2: p2 }];
    },
  };
}

/** @returns outputs, and the running statistics after this batch; takes ownership of parameters, statistics and pictures */
function forward({ lax, nn, numpy: np }, { layers }, parameters, running, pictures, training) {
  const news = { ...running };
  let x = pictures;
  for (const layer of layers) {
    const own = (part) => parameters[`${layer.name}.${part}`];
    const perMap = (array) => array.reshape([-1, 1, 1]);
    switch (layer.type) {
      case "conv2d":
        x = lax.convGeneralDilated(x, own("weight"), [1, 1], "VALID").add(perMap(own("bias")));
        break;
      case "dense":
        x = np.dot(x, own("weight")).add(own("bias"));
        break;
      case "maxPool2d":
        x = lax.reduceWindow(x, np.max, layer.size, layer.size);
        break;
      case "relu":
        x = nn.relu(x);
        break;
      case "flatten":
        x = x.reshape([x.shape[0], -1]);
        break;
      case "batchNorm": {
        const names = ["running_mean", "running_var"].map((part) => `${layer.name}.${part}`);
        let [mean, variance] = names.map((name) => running[name]);
        if (training) {
          const [N, , H, W] = x.shape;
          const samples = N * H * W;
          const { momentum } = layer;
          const old = [mean, variance];
          mean = x.ref.mean([0, 2, 3]);
          variance = np.square(x.ref.sub(perMap(mean.ref))).mean([0, 2, 3]);
          const seen = [lax.stopGradient(mean.ref), lax.stopGradient(variance.ref).mul(samples / (samples - 1))];
          for (const i of [0, 1]) news[names[i]] = old[i].mul(1 - momentum).add(seen[i].mul(momentum));
        }
        const scale = own("weight").div(np.sqrt(variance.add(layer.epsilon)));
        x = x
          .sub(perMap(mean))
          .mul(perMap(scale))
          .add(perMap(own("bias")));
        break;
      }
    }
  }
  return [x, news];
}
