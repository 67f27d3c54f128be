// What every peer trains on, and how it is timed.

import { readFile } from "node:fs/promises";

export const task = { sizes: [64, 128, 128, 10], p_drop: 0.5, batch: 50, examples: 200, learning_rate: 0.002 };

const WINDOWS = 5;
const WARM_UP_STEPS = 200; // the compilers of Node settle within these

// Rows of x one after another, and the labels, from a file or else ten noisy clusters.
export async function taskData(file) {
  const n = task.examples;
  const features = task.sizes[0];
  const classes = task.sizes.at(-1);
  const { x, y } = file ? JSON.parse(await readFile(file, "utf8")) : clusters(n, features, classes);
  const wellFormed = x.length === n && y.length === n && x.every((row) => row.length === features)
    && y.every((label) => Number.isInteger(label) && label >= 0 && label < classes);
  if (!wellFormed) throw new Error(`the data must be ${n} rows of ${features} numbers with labels 0 to ${classes - 1}`);
  return { n, features, classes, x: Float32Array.from(x.flat()), y: Int32Array.from(y) };
}

function clusters(n, features, classes) {
  const row = () => Array.from({ length: features }, Math.random);
  const centres = Array.from({ length: classes }, row);
  const y = Array.from({ length: n }, (_, i) => i % classes);
  return { x: y.map((label) => centres[label].map((value) => value + 0.6 * (Math.random() - 0.5))), y };
}

// Times `train(steps)`; `loss()` is the mean cross-entropy in nats over all examples, dropout off.
export async function timed(train, loss, seconds) {
  const before = loss();
  await train(WARM_UP_STEPS);
  const speeds = [];
  let steps = WARM_UP_STEPS;
  for (let window = 0; window < WINDOWS; window++) {
    const start = performance.now();
    let done = 0;
    while (performance.now() - start < (1000 * seconds) / WINDOWS) {
      await train(20);
      done += 20;
    }
    speeds.push((1000 * done) / (performance.now() - start));
    steps += done;
  }
  speeds.sort((a, b) => a - b);
  return {
    steps_per_second: speeds[WINDOWS >> 1], slowest_window: speeds[0], fastest_window: speeds.at(-1),
    steps, loss_before: before, loss_after: loss(),
  };
}

// The name of the fastest way among { name: timed }.
export function fastest(ways) {
  return Object.keys(ways).reduce((best, name) => (ways[name].steps_per_second > ways[best].steps_per_second ? name : best));
}

// A function that gives the next batch's rows: a fresh permutation in each epoch.
export function batches() {
  const order = Array.from({ length: task.examples }, (_, i) => i);
  let next = order.length;
  return () => {
    if (next + task.batch > order.length) {
      for (let i = order.length - 1; i > 0; i--) {
        const j = Math.floor(Math.random() * (i + 1));
        [order[i], order[j]] = [order[j], order[i]];
      }
      next = 0;
    }
    next += task.batch;
    return order.slice(next - task.batch, next);
  };
}
