/**
 * TensorFlow.js on WebGPU or, in plain JavaScript, on the processor. As its documentation says is fastest: data and variables stay on
 * the device, bias and a ReLU right behind are fused into convolution and matrix product, `tidy` lets buffers be used again, and the host waits for a loss only
 * now and then. Layout is NHWC: WebGPU has no other.
 */
import { batchOf, firstOf, outputShape, pixels } from "../workload.js";

/** @param {object} tf @param {import("../workload.js").Workload} workload @param {{ backend: "webgpu" | "cpu" }} options */
export async function open(tf, workload, { backend }) {
  if (!(await tf.setBackend(backend))) throw new Error(`tfjs: it has no backend ${backend} here.`);
  await tf.ready();
  const { kind, count, classes, shape, statistics } = workload;
  const variables = new Map();
  for (const [name, { shape, data }] of arrangedParameters(workload)) {
    variables.set(name, tf.variable(arranged(tf, data, shape), !statistics.includes(name), name));
  }
  const images = arranged(tf, pixels(workload), { stored: [count, ...shape], order: [0, 2, 3, 1] });
  const net = (x, training) => forward(tf, workload, variables, x, training);

  if (kind === "inference") {
    const [C, H, W] = shape;
    return {
      step: (step) =>
        tf.tidy(() => {
          const first = firstOf(workload, step);
          return net(tf.slice(images, [first, 0, 0, 0], [workload.recipe.batch, H, W, C]), false);
        }),
      finish: dataOf,
    };
  }
  const labels = tf.tidy(() => {
    const classOf = tf.tensor1d(Int32Array.from(workload.labels), "int32");
    return tf.cast(tf.oneHot(classOf, classes), "float32");
  });
  const optimizer = optimizerOf(tf, workload.optimizer);
  const trained = [...variables.values()].filter(({ trainable }) => trainable);
  return {
    step: (step) =>
      tf.tidy(() => {
        const samples = tf.tensor1d(batchOf(workload, step), "int32");
        const x = tf.gather(images, samples);
        const y = tf.gather(labels, samples);
        return optimizer.minimize(() => tf.losses.softmaxCrossEntropy(y, net(x, true)), true, trained);
      }),
    finish: dataOf,
    discard: (loss) => loss.dispose(),
  };
}

async function dataOf(tensor) {
  const values = await tensor.data();
  tensor.dispose();
  return values;
}

function optimizerOf(tf, { type, learningRate, momentum, beta1, beta2, epsilon }) {
  return type === "momentum"
    ? tf.train.momentum(learningRate, momentum)
    : tf.train.adam(learningRate, beta1, beta2, epsilon);
}

function forward(tf, { layers }, variables, pictures, training) {
  let x = pictures;
  for (const [index, layer] of layers.entries()) {
    const own = (part) => variables.get(`${layer.name}.${part}`);
    const activation = layers[index + 1]?.type === "relu" ? "relu" : "linear";
    switch (layer.type) {
      case "conv2d":
        x = tf.fused.conv2d({ x, filter: own("weight"), strides: 1, pad: "valid", bias: own("bias"), activation });
        break;
      case "dense":
        x = tf.fused.matMul({ a: x, b: own("weight"), bias: own("bias"), activation });
        break;
      case "maxPool2d":
        x = tf.maxPool(x, layer.size, layer.size, "valid");
        break;
      case "relu":
        // Behind a convolution or a dense layer it is part of that.
        if (!["conv2d", "dense"].includes(layers[index - 1]?.type)) x = tf.relu(x);
        break;
      case "flatten":
        x = tf.reshape(x, [x.shape[0], -1]);
        break;
      case "batchNorm":
        x = batchNorm(tf, layer, own, x, training);
        break;
    }
  }
  return x;
}

function batchNorm(tf, { epsilon, momentum }, own, x, training) {
  const means = ["running_mean", "running_var"];
  if (!training) return tf.batchNorm(x, own(means[0]), own(means[1]), own("bias"), own("weight"), epsilon);
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  const samples = x.size / x.shape[3];
  const news = [mean, tf.mul(variance, samples / (samples - 1))];
  for (const [i, name] of means.entries()) {
    own(name).assign(tf.add(tf.mul(own(name), 1 - momentum), tf.mul(news[i], momentum)));
  }
  return tf.batchNorm(x, mean, variance, own("bias"), own("weight"), epsilon);
}

/** Parameters as they are stored, and in which order and shape tfjs wants their dimensions. */
function* arrangedParameters({ layers, parameters, shape }) {
  let before = shape;
  let flattened;
  for (const layer of layers) {
    for (const [name, { shape: stored, data }] of parameters) {
      if (!name.startsWith(`${layer.name}.`)) continue;
      if (stored.length === 4) yield [name, { data, shape: { stored, order: [2, 3, 1, 0] } }];
      else if (stored.length === 1) yield [name, { data, shape: { stored, order: [0] } }];
      // The first dense layer sees its maps in another order than they are stored in.
      else if (flattened === undefined) yield [name, { data, shape: { stored, order: [1, 0] } }];
      else {
        const [units, inputs] = stored;
        const spread = { stored: [units, ...flattened], order: [2, 3, 1, 0], wanted: [inputs, units] };
        yield [name, { data, shape: spread }];
      }
    }
    if (layer.type === "dense") flattened = undefined;
    if (layer.type === "flatten") flattened = before;
    before = outputShape(layer, before);
  }
}

function arranged(tf, data, { stored, order, wanted }) {
  return tf.tidy(() => {
    const moved = tf.transpose(tf.tensor(data, stored), order);
    return wanted === undefined ? moved : tf.reshape(moved, wanted);
  });
}
