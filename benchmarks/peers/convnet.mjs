// ConvNetJS: plain JavaScript, float64, one example at a time.

import { createRequire } from "node:module";
import convnetjs from "convnetjs";
import { batches, fastest, task, timed } from "./task.mjs";

// The published package has no Adam. `windowgrad` is the nearest: Adam without momentum and bias
// correction, a little less work per weight. SGD with momentum is what its own demos use.
const TRAINERS = {
  windowgrad: { method: "windowgrad", learning_rate: task.learning_rate, ro: 0.999 },
  "sgd with momentum": { method: "sgd", learning_rate: 0.05, momentum: 0.9 },
};

export async function measured(data, seconds) {
  const examples = Array.from({ length: data.n }, (_, i) => volume(data.x.subarray(i * data.features, (i + 1) * data.features)));
  const ways = {};
  for (const [name, settings] of Object.entries(TRAINERS)) {
    const net = network(data);
    // It divides the sum of gradients by batch_size, as the others take the mean.
    const trainer = new convnetjs.Trainer(net, { ...settings, batch_size: task.batch, l2_decay: 0 });
    const rows = batches();
    const train = (steps) => {
      for (let step = 0; step < steps; step++)
        for (const row of rows()) trainer.train(examples[row], data.y[row]);
    };
    const loss = () => examples.reduce((sum, x, i) => sum - Math.log(net.forward(x, false).w[data.y[i]]), 0) / data.n;
    ways[name] = await timed(train, loss, seconds);
  }
  const { version } = createRequire(import.meta.url)("convnetjs/package.json");
  return { name: "ConvNetJS", version, precision: "float64", threads: 1, ways, fastest: fastest(ways) };
}

function volume(row) {
  const x = new convnetjs.Vol(1, 1, row.length, 0);
  x.w.set(row);
  return x;
}

function network({ features, classes }) {
  const hidden = task.sizes.slice(1, -1);
  const net = new convnetjs.Net();
  net.makeLayers([
    { type: "input", out_sx: 1, out_sy: 1, out_depth: features },
    ...hidden.map((width) => ({ type: "fc", num_neurons: width, activation: "relu", drop_prob: task.p_drop })),
    { type: "softmax", num_classes: classes },
  ]);
  return net;
}
