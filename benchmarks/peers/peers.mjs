// Training steps per second of libraries that train in a browser, under Node: as JSON on stdout.
//
//   node peers.mjs [--data FILE] [--seconds S] [tensorflow] [convnet]
//
// One step is one batch of 50 through 64-128-128-10, ReLU, dropout 0.5 on both hidden layers,
// forward, backward and update. FILE holds {"x": [[64 numbers], ...], "y": [0..9, ...]}.

import os from "node:os";
import { parseArgs } from "node:util";
import { task, taskData } from "./task.mjs";

const PEERS = { tensorflow: "./tensorflow.mjs", convnet: "./convnet.mjs" };

const { values, positionals } = parseArgs({
  options: { data: { type: "string" }, seconds: { type: "string", default: "3" } },
  allowPositionals: true,
});
const seconds = Number(values.seconds);
if (!(seconds > 0)) throw new Error(`--seconds is ${values.seconds}; it must be a positive number`);

const data = await taskData(values.data);
const peers = [];
for (const name of positionals.length ? positionals : Object.keys(PEERS)) {
  if (!(name in PEERS)) throw new Error(`no peer ${name}; there are ${Object.keys(PEERS).join(", ")}`);
  const { measured } = await import(PEERS[name]);
  peers.push(await measured(data, seconds));
}
const machine = { node: process.version, cpu: os.cpus()[0]?.model ?? "unknown", cpus: os.cpus().length };
process.stdout.write(`${JSON.stringify({ task: { ...task, data: values.data ? "file" : "synthetic" }, machine, peers }, null, 1)}\n`);
process.exit(0); // the WASM backend would keep the process alive
