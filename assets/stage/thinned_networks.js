// Stage of the lesson "Thinned sub-networks": plays a recorded training run.

const HISTORY = 12; // sub-networks in the strip of the last steps
const MEAN_STEPS = 9;
const RUN_SETTINGS = ["p", "masks", "hidden", "batch", "lr", "seed"];

function buildThinnedStage(root, store) {
  let data;
  let run;
  let means;
  let look;
  let counted = {}; // what was counted, for which rate
  let playing = false;
  let dragging = false;
  let lastTick = 0;
  let owed = 0; // steps that time has earned and playback has not yet taken
  const parts = {};

  // --- what the view means ---

  const stepOf = (view) => Math.min(view.step, run.steps) - 1;
  const exampleOf = (view) => Math.min(view.example, run.batch) - 1;
  const hiddenSizes = () => run.sizes.slice(1, -1);
  const stale = (view) => RUN_SETTINGS.filter((name) => view[name] !== run.settings[name]);

  function counts(p) {
    if (counted.run !== run || counted.p !== p) counted = { run, p, ...countMasks(run, p) };
    return counted;
  }

  // --- playing ---

  function play(next) {
    if (next === playing) return;
    playing = next;
    if (!playing) {
      store.change({});
      return;
    }
    if (store.view.step >= run.steps) store.change({ step: 1 }, { tell: false });
    [lastTick, owed] = [performance.now(), 0];
    requestAnimationFrame(tick);
    store.schedule();
  }

  function tick(now) {
    if (!playing) return;
    owed += (Math.max(0, Math.min(now - lastTick, 250)) / 1000) * store.view.speed;
    lastTick = now;
    const taken = Math.floor(owed);
    if (taken) {
      owed -= taken;
      const step = Math.min(run.steps, store.view.step + taken);
      store.change({ step }, { tell: false });
      if (step === run.steps) play(false);
    }
    if (playing) requestAnimationFrame(tick);
  }

  function goTo(step) {
    playing = false;
    store.change({ step: Math.max(1, Math.min(run.steps, step)) });
  }

  function onKey(event) {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    const target = event.target;
    if (target.closest("input, select, summary, .more-panel")) return;
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by) goTo(store.view.step + by);
    else if (event.key === " " && !target.closest("button")) play(!playing);
    else return;
    event.preventDefault();
  }

  // --- parts ---

  function buildControls() {
    parts.p = slider({
      label: "dropout rate p", name: "p",
      title: "Chance of a hidden unit being dropped. Masks follow at once; when you let go, the network is trained again. (The 2014 paper's p is the chance of being kept.)",
      onInput: (p) => {
        dragging = true;
        store.change({ p }, { tell: false });
      },
    });
    parts.p.input.onchange = () => {
      dragging = false;
      store.change({});
    };
    parts.masks = segmented({
      label: "Masks", onPick: (masks) => store.change({ masks }),
      options: [
        ["example", "one per example", "A fresh mask for every example of the batch, as in the 2014 paper and in PyTorch"],
        ["batch", "one per batch", "The contrast: all examples of a batch share one mask"],
      ],
    });
    parts.edges = segmented({
      label: "Edges show", onPick: (edges) => store.change({ edges }),
      options: [
        ["gradient", "gradient", "dL/dW for this example: exactly zero at a dropped unit"],
        ["signal", "signal", "Activation times weight"],
      ],
    });
    const choice = (name, label, title, text = String) => dropdown({
      label, name, title, options: data.choices[name].map((value) => [String(value), text(value)]),
      onPick: (value) => store.change({ [name]: Number(value) }),
    });
    parts.hidden = choice("hidden", "hidden units a layer", "Units in each of the two hidden layers");
    parts.batch = choice("batch", "batch size", "Examples in each step");
    parts.lr = choice("lr", "learning rate", "Step size of Adam");
    parts.speed = choice("speed", "speed", "Steps a second while playing", (value) => `${value} steps/s`);
    parts.seedText = element("output", { class: "value" });
    parts.seed = element("div", { class: "control" }, element("span", { text: "seed" }), parts.seedText,
      button("New run", "Another start, other batches, other coins", () => store.change({ seed: (store.view.seed + 1) % 10000 })));
    parts.note = element("span", { class: "retraining quiet", role: "status" });
    const named = (text, part) => element("div", { class: "control" }, element("span", { text }), part.node);
    return element("div", { class: "toolbar" }, parts.p.node, named("masks", parts.masks), named("edges", parts.edges),
      more(parts.hidden.node, parts.batch.node, parts.lr.node, parts.seed), parts.note);
  }

  function buildPlayer() {
    parts.back = button("‹", "One step back", () => goTo(store.view.step - 1), { "aria-label": "Step back" });
    parts.play = button("Play", "Play or pause the recorded run (Space)", () => play(!playing), { "data-testid": "play" });
    parts.forward = button("›", "One step forward", () => goTo(store.view.step + 1), { "aria-label": "Step forward" });
    parts.where = element("div", { class: "where" });
    parts.scrub = element("input", { type: "range", class: "scrub", name: "step", min: 1, step: 1, title: "Step of the run", "aria-label": "Step of the run" });
    parts.scrub.oninput = () => goTo(Number(parts.scrub.value));
    parts.curves = element("canvas", { role: "img", class: "curves" });
    const plot = element("div", { class: "plot" }, parts.curves, parts.scrub);
    scrubOnPointer(parts.curves);
    const left = element("div", { class: "transport" },
      element("div", { class: "buttons" }, parts.back, parts.play, parts.forward), parts.where, parts.speed.node,
      element("p", { class: "quiet note", text: `Lines: mean of ${MEAN_STEPS} steps; dots: this step.` }));
    return element("div", { class: "player" }, left, plot);
  }

  function scrubOnPointer(canvas) {
    const follow = (event) => {
      const box = canvas.getBoundingClientRect();
      const at = (event.clientX - box.left - PLOT.left) / (plotRight(box.width) - PLOT.left);
      goTo(1 + Math.round(at * (run.steps - 1)));
    };
    canvas.onpointerdown = (event) => {
      canvas.setPointerCapture(event.pointerId);
      follow(event);
    };
    canvas.onpointermove = (event) => canvas.hasPointerCapture(event.pointerId) && follow(event);
  }

  function buildPanel() {
    const names = ["hidden units kept", "loss with its mask", "loss without mask", "weights it has a gradient for", "weights the batch has one for", "gradient norm by layer, batch", "distinct, of masks drawn", "expected in theory", "possible"];
    parts.figures = names.map(() => element("dd"));
    parts.shares = element("canvas", { role: "img", class: "shares" });
    parts.sharesText = element("p", { class: "quiet note" });
    parts.historyTitle = element("h2");
    parts.history = maskStrip("The last sub-networks of this example", (at) => goTo(historyStart(store.view) + at));
    const rows = (from, to) => element("dl", { class: "figures" }, ...names.slice(from, to).flatMap((name, i) => [element("dt", { text: name }), parts.figures[from + i]]));
    return element("div", { class: "panel" },
      element("h2", { text: "This example, this step" }), rows(0, 6),
      element("h2", { text: "Sub-networks so far" }), rows(6, 9),
      parts.historyTitle, parts.history.node,
      element("h2", { text: "How often each unit was kept" }), element("div", {}, parts.shares), parts.sharesText);
  }

  const historyStart = (view) => Math.max(1, Math.min(view.step, run.steps) - HISTORY + 1);

  function buildDrawing() {
    parts.drawing = new NetworkDrawing({
      sizes: run.sizes, classes: Array.from({ length: run.sizes.at(-1) }, (_, i) => String(i)), height: data.run.height, interactive: false,
    });
    setAttr(parts.drawing.node, "role", "img");
    parts.place.replaceChildren(parts.drawing.node);
    parts.drawing.resize(parts.place.clientWidth);
  }

  function resize() {
    parts.drawing.resize(parts.place.clientWidth);
    for (const canvas of [parts.curves, parts.shares]) look.widths.set(canvas, canvas.parentElement.clientWidth);
    const width = look.widths.get(parts.curves);
    // The slider's thumb (16 px) stands under the marker of the curves.
    Object.assign(parts.scrub.style, { marginLeft: `${PLOT.left - 8}px`, width: `${plotRight(width) - PLOT.left + 16}px` });
  }

  function build() {
    parts.place = element("div", { class: "network", tabindex: 0, role: "group", "aria-label": "The recorded run. Space plays and pauses, left and right arrow keys step." });
    parts.edgeNote = element("p", { class: "quiet note" });
    parts.chooserTitle = element("h2");
    parts.chooser = maskStrip("Examples of this step", (at) => store.change({ example: at + 1 }));
    parts.chooserNote = element("span", { class: "quiet" });
    parts.caption = element("p", { class: "caption", "data-testid": "caption" });
    const controls = buildControls();
    const main = element("div", { class: "main" }, parts.place, parts.edgeNote,
      element("div", { class: "chooser" }, element("div", { class: "chooser-head" }, parts.chooserTitle, parts.chooserNote), parts.chooser.node), buildPlayer());
    root.replaceChildren(controls, element("div", { class: "board" }, main, buildPanel(), parts.caption));
    root.onkeydown = onKey;
  }

  // --- painting ---

  function paintControls(view) {
    for (const name of ["p", "masks", "edges", "hidden", "batch", "lr", "speed"]) parts[name].set(view[name]);
    setText(parts.seedText, String(view.seed));
    setText(parts.play, playing ? "Pause" : "Play");
    parts.scrub.max = run.steps;
    parts.scrub.value = view.step;
    setAttr(parts.scrub, "aria-valuetext", `step ${view.step} of ${run.steps}`);
    setText(parts.where, `step ${stepOf(view) + 1} of ${run.steps}`);
    const waiting = stale(view);
    setText(parts.note, !waiting.length ? "" : dragging ? "let go to train again" : "training again …");
  }

  function paintChooser(view) {
    const step = stepOf(view);
    const chosen = exampleOf(view);
    const sizes = hiddenSizes();
    const entry = (at, example, what, pressed) => {
      const mask = maskAt(run, at, example, view.p);
      const digit = run.labels[run.examples[at * run.batch + example]];
      const kept = mask.reduce((sum, keep) => sum + keep, 0);
      return { mask, pressed, title: `${what}, a ${digit}: ${kept} of ${run.units} units kept` };
    };
    parts.chooser.paint(Array.from({ length: run.batch }, (_, example) => entry(step, example, `example ${example + 1}`, example === chosen)), sizes, look.colours.ink);
    const start = historyStart(view) - 1;
    parts.history.paint(Array.from({ length: step - start + 1 }, (_, i) => entry(start + i, chosen, `step ${start + i + 1}`, start + i === step)), sizes, look.colours.ink);
    setText(parts.chooserTitle, `The ${run.batch} examples of step ${step + 1}`);
    const fresh = run.settings.masks === "example";
    const different = new Set(Array.from({ length: run.batch }, (_, example) => maskAt(run, step, example, view.p).join(""))).size;
    setText(parts.chooserNote, fresh
      ? `A fresh mask for every example (filled = kept): ${different === 1 ? "but they all came out the same" : `${different} different sub-networks are trained in this one step`}.`
      : `One mask for the whole batch (filled = kept): all ${run.batch} examples train the same sub-network.`);
    setText(parts.historyTitle, `Last ${step > start ? `${step - start + 1} sub-networks` : "sub-network"} of example ${chosen + 1}`);
  }

  // Canvases with text come before anything else: writing text makes the browser compute styles,
  // which is cheap only as long as nothing has changed in this frame.
  function paintPictures(view) {
    const step = stepOf(view);
    const draws = (step + 1) * run.rows;
    const now = counts(view.p).kept.subarray(step * run.units, (step + 1) * run.units);
    paintCurves(parts.curves, look, run, means, step, stale(view).length > 0);
    paintShares(parts.shares, look, now, draws, hiddenSizes(), view.p, binomialBand(draws, 1 - view.p));
  }

  function paintPanel(view, state) {
    const step = stepOf(view);
    const { distinct, kept } = counts(view.p);
    const draws = (step + 1) * run.rows;
    const norms = [...run.norms.subarray(step * 3, step * 3 + 3)].map((norm) => norm.toFixed(2)).join(" · ");
    const expected = expectedDistinct(run.units, view.p, draws);
    const old = stale(view).length > 0;
    const texts = [
      `${state.count} of ${run.units}`, state.lossMasked.toFixed(2), state.lossPlain.toFixed(2),
      formatPercent(state.trained), old ? "…" : formatPercent(run.trained[step]), old ? "…" : norms,
      `${formatCount(distinct[step])} of ${formatCount(draws)}`, expected.toLocaleString("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 }), formatPower(run.units),
    ];
    texts.forEach((text, i) => setText(parts.figures[i], text));
    const now = kept.subarray(step * run.units, (step + 1) * run.units);
    const band = binomialBand(draws, 1 - view.p);
    const outside = now.reduce((sum, n) => sum + (n / draws < band[0] - 1e-9 || n / draws > band[1] + 1e-9), 0);
    const percent = (value) => `${(100 * value).toFixed(1)} %`;
    const text = `Line: 1 − p; band: ${percent(band[0])} to ${percent(band[1])}, where each share falls at least 95 % of the time. ${outside} of ${run.units} outside.`;
    setText(parts.sharesText, text);
    setAttr(parts.shares, "aria-label", `Share of ${draws} masks that kept each hidden unit: ${percent(Math.min(...now) / draws)} to ${percent(Math.max(...now) / draws)}. ${text}`);
  }

  function caption(view, { label, count }) {
    const step = stepOf(view);
    const all = run.units;
    if (view.p !== run.settings.p)
      return `At p = ${view.p.toFixed(2)} the same coins keep ${count} of ${all} hidden units here. Weights and losses are still those trained at p = ${run.settings.p.toFixed(2)}.`;
    const [masked, plain, validation] = ["masked", "plain", "validation"].map((name) => run[name][step].toFixed(2));
    const between = Number(plain) < Number(validation) && Number(validation) < Number(masked);
    const losses = `Batch loss ${masked} with masks, ${masked === plain ? "also " : ""}${plain} without; validation ${validation}${between ? " lies between: not a bug, the masks’ doing." : "."}`;
    const where = `Step ${step + 1}, example ${exampleOf(view) + 1}`;
    if (view.p >= 1) return `${where}: p = 1 drops every hidden unit, only zeros pass, only output biases are trained. ${losses}`;
    if (view.p <= 0) return `${where}: p = 0 drops nothing; each example trains the whole network. ${losses}`;
    return `${where}: this ${label} trains a sub-network of ${count} of ${all} hidden units. ${losses}`;
  }

  function paintWords(view, state) {
    const step = stepOf(view);
    const text = caption(view, state);
    setAttr(parts.caption, "aria-live", playing ? "off" : "polite");
    setText(parts.caption, text);
    setAttr(parts.drawing.node, "aria-label", `The thinned network of this example. ${text}`);
    setText(parts.edgeNote, view.edges === "gradient"
      ? "Edges: dL/dW of this example by width, solid green positive, dashed purple negative; none at a dropped unit."
      : "Edges: activation × weight by width, solid green adds, dashed purple takes away; none at a dropped unit.");
    const value = (name) => run[name][step].toFixed(2);
    setAttr(parts.curves, "aria-label", `Loss by step, each line the mean of ${MEAN_STEPS} steps. At step ${step + 1}: batch with masks ${value("masked")}, same batch without masks ${value("plain")}, validation without masks ${value("validation")}. At the end the lines are at ${CURVES.map(({ name, label }) => `${means[name].at(-1).toFixed(2)} (${label})`).join(", ")}.`);
  }

  function paintAttributes(view, state) {
    const values = {
      "p-drop": view.p, scaling: "inverted", mode: "training", kept: state.count, droppable: run.units,
      prediction: argmax(state.pass.probabilities), step: stepOf(view) + 1, example: exampleOf(view) + 1,
      distinct: counts(view.p).distinct[stepOf(view)], playing, retraining: stale(view).length > 0, hidden: run.settings.hidden,
    };
    for (const [name, value] of Object.entries(values)) setAttr(root, `data-${name}`, value);
  }

  return {
    receive(next) {
      const first = !data;
      const old = run?.settings;
      data = next;
      look = readLook(root);
      if (old && RUN_SETTINGS.every((name) => old[name] === data.run.settings[name])) {
        resize();
        return;
      }
      run = decodeRecording(data.run);
      means = Object.fromEntries(CURVES.map(({ name }) => [name, runningMeans(run[name], MEAN_STEPS)]));
      if (first) build();
      if (first || old.hidden !== run.settings.hidden) buildDrawing();
      resize();
    },
    resize,
    paint(view) {
      const state = evaluateExample(run, { step: stepOf(view), example: exampleOf(view), p: view.p, edges: view.edges });
      state.count = state.mask.reduce((sum, keep) => sum + keep, 0);
      paintPictures(view);
      parts.drawing.paint(state);
      paintControls(view);
      paintChooser(view);
      paintPanel(view, state);
      paintWords(view, state);
      paintAttributes(view, state);
    },
    close() {
      playing = false;
    },
  };
}

export default function (component) {
  return mountStage(component, buildThinnedStage);
}
