// TensorFlow.js on its WebAssembly backend, with SIMD, on one thread: its threads cannot start under
// Node (the backend itself switches them off there).
//
// Every kernel that this training needs exists in the backend. But its products with a transposed
// factor, which the built-in gradients of matMul are, are plain loops; only products of two factors
// as they lie use the fast library. So one way below writes the gradient with explicit transposes.

import { createRequire } from "node:module";
import path from "node:path";
import * as tf from "@tensorflow/tfjs";
import * as wasm from "@tensorflow/tfjs-backend-wasm";
import { batches, fastest, task, timed } from "./task.mjs";

const [, ...WIDTHS] = task.sizes;
const N_HIDDEN = WIDTHS.length - 1;

export async function measured(data, seconds) {
  const folder = path.dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm"));
  wasm.setWasmPaths(folder + path.sep);
  tf.enableProdMode();
  await tf.setBackend("wasm");
  await tf.ready();
  const x = tf.tensor2d(data.x, [data.n, data.features]);
  const y = tf.tidy(() => tf.oneHot(tf.tensor1d(data.y, "int32"), data.classes).toFloat());
  const ways = {
    "model.fit": await timeFit(x, y, seconds),
    "model.trainOnBatch": await timeTrainOnBatch(x, y, seconds),
    "optimizer.minimize": await timeMinimize(x, y, seconds, fusedDense),
    "optimizer.minimize, gradient of products rewritten": await timeMinimize(x, y, seconds, rewrittenDense),
  };
  return {
    name: "TensorFlow.js", version: tf.version.tfjs, backend: tf.getBackend(), trainer: "Adam", precision: "float32",
    simd: await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT"), threads: 1, ways, fastest: fastest(ways),
  };
}

// The layers API, as its guide teaches it.
function layersModel() {
  const model = tf.sequential();
  WIDTHS.forEach((units, layer) => {
    const first = layer === 0 ? { inputShape: [task.sizes[0]] } : {};
    model.add(tf.layers.dense({ units, activation: layer < N_HIDDEN ? "relu" : "softmax", ...first }));
    if (layer < N_HIDDEN) model.add(tf.layers.dropout({ rate: task.p_drop }));
  });
  model.compile({ optimizer: tf.train.adam(task.learning_rate), loss: "categoricalCrossentropy" });
  return model;
}

const evaluated = (model, x, y) => () => tf.tidy(() => model.evaluate(x, y, { batchSize: task.examples }).dataSync()[0]);

async function timeFit(x, y, seconds) {
  const model = layersModel();
  const stepsInEpoch = task.examples / task.batch;
  const options = { batchSize: task.batch, shuffle: true, verbose: 0, yieldEvery: "never" };
  const train = (steps) => model.fit(x, y, { ...options, epochs: steps / stepsInEpoch });
  return timed(train, evaluated(model, x, y), seconds);
}

async function timeTrainOnBatch(x, y, seconds) {
  const model = layersModel();
  const rows = batches();
  const train = async (steps) => {
    for (let step = 0; step < steps; step++) {
      const [batchX, batchY] = tf.tidy(() => batchOf(x, y, rows()));
      await model.trainOnBatch(batchX, batchY);
      tf.dispose([batchX, batchY]);
    }
  };
  return timed(train, evaluated(model, x, y), seconds);
}

// The core API: variables, an optimizer, and no model around them.
async function timeMinimize(x, y, seconds, dense) {
  const weights = WIDTHS.map((units, layer) => tf.variable(tf.randomNormal([task.sizes[layer], units], 0, Math.sqrt(2 / task.sizes[layer]))));
  const biases = WIDTHS.map((units) => tf.variable(tf.zeros([units])));
  const optimizer = tf.train.adam(task.learning_rate);
  const logits = (input, training) => {
    let h = input;
    for (let layer = 0; layer < N_HIDDEN; layer++) {
      h = dense(h, weights[layer], biases[layer], true);
      if (training) h = tf.dropout(h, task.p_drop);
    }
    return dense(h, weights[N_HIDDEN], biases[N_HIDDEN], false);
  };
  const rows = batches();
  const step = () => {
    const [batchX, batchY] = batchOf(x, y, rows());
    optimizer.minimize(() => tf.losses.softmaxCrossEntropy(batchY, logits(batchX, true)), false, [...weights, ...biases]);
  };
  const train = (steps) => {
    for (let done = 0; done < steps; done++) tf.tidy(step);
  };
  const loss = () => tf.tidy(() => tf.losses.softmaxCrossEntropy(y, logits(x, false)).dataSync()[0]);
  return timed(train, loss, seconds);
}

function batchOf(x, y, rows) {
  const index = tf.tensor1d(rows, "int32");
  return [tf.gather(x, index), tf.gather(y, index)];
}

const fusedDense = (a, b, bias, relu) => tf.fused.matMul({ a, b, bias, activation: relu ? "relu" : "linear" });

const product = tf.customGrad((a, b, save) => {
  save([a, b]);
  const gradFunc = (dy, [a, b]) => [tf.matMul(dy, tf.transpose(b)), tf.matMul(tf.transpose(a), dy)];
  return { value: tf.matMul(a, b), gradFunc };
});

function rewrittenDense(a, b, bias, relu) {
  const sum = tf.add(product(a, b), bias);
  return relu ? tf.relu(sum) : sum;
}
