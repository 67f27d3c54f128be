// Stage of the lesson "Toggle neurons".

const INK_LEVELS = "0123456789abcdefg"; // one character a pixel, 0..16
const LARGEST_SEED = 9999;

function buildToggleStage(root, store) {
  let data;
  let networks;
  let pixels;
  let labels;
  let coinRows;
  let units;
  let focus = null;
  let chooser = null;
  let drawing = false;
  let last; // what the last repaint showed

  // --- what the view means ---

  const sizes = () => data.networks.with.sizes;
  const inputs = () => sizes()[0];

  function coinRow(seed) {
    const row = Math.max(0, Math.min(data.coins.rows - 1, seed - data.coins.first));
    return coinRows.subarray(row * units, (row + 1) * units);
  }

  function splitUnits(values) {
    let start = 0;
    return sizes().slice(0, -1).map((n) => values.slice(start, (start += n)));
  }

  function pixelsOf(view) {
    if (view.drawn) return Uint8Array.from(view.drawn, (char) => INK_LEVELS.indexOf(char));
    return pixels.subarray(view.image * inputs(), (view.image + 1) * inputs());
  }

  function labelOf(view, predicted) {
    if (view.label >= 0) return view.label;
    return view.drawn ? predicted : labels[view.image];
  }

  function keptOf(view) {
    const u = coinRow(view.seed);
    const forced = view.mask || null;
    const n = inputs();
    const part = (from, to, p) => keptUnits(u.subarray(from, to), p, forced?.slice(from, to), view.mode);
    return Uint8Array.from([...part(0, n, view.p_input), ...part(n, units, view.p)]);
  }

  function evaluate(view) {
    const layers = networks[view.network];
    const image = Float64Array.from(pixelsOf(view), (value) => value / 16);
    const kept = splitUnits(keptOf(view));
    const factors = kept.map((_, layer) => unitFactor(layer === 0 ? view.p_input : view.p, view.scaling, view.mode));
    const multipliers = kept.map((keep, layer) => multipliersOf(keep, factors[layer]));
    const pass = forwardPass(layers, image, multipliers);
    const whole = forwardPass(layers, image, kept.map((keep) => multipliersOf(keep.map(() => 1), 1)));
    const label = labelOf(view, argmax(whole.probabilities));
    const edges = view.edges === "gradient" ? weightGradients(layers, pass, multipliers, label) : edgeSignals(layers, pass);
    return { layers, kept, factors, pass, whole, label, edges };
  }

  // --- gestures ---

  function force(wanted) { // wanted: [[flat unit, keep]]
    const view = store.view;
    const u = coinRow(view.seed);
    const mask = [...(view.mask || "-".repeat(units))];
    for (const [unit, keep] of wanted) {
      const p = unit < inputs() ? view.p_input : view.p;
      const byCoin = view.mode === "inference" || u[unit] >= p;
      mask[unit] = keep === byCoin ? "-" : keep ? "1" : "0";
    }
    const text = mask.join("");
    store.change({ mask: text.includes("0") || text.includes("1") ? text : "" });
  }

  const flat = ([layer, index]) => sizes().slice(0, layer).reduce((sum, n) => sum + n, 0) + index;

  function toggleLayer(layer) {
    const anyKept = last.kept[layer].some(Boolean);
    force(Array.from(last.kept[layer], (_, index) => [flat([layer, index]), !anyKept]));
  }

  function choose(kind, step) {
    const view = store.view;
    const pool = kind === "hard"
      ? data.hard[view.network]
      : Array.from(labels.keys()).filter((image) => labels[image] === Number(kind));
    const at = pool.indexOf(view.image);
    const image = view.drawn || at < 0 ? pool[0] : pool[(at + step) % pool.length];
    chooser = kind;
    drawing = false;
    store.change({ image, drawn: "" });
  }

  function draw(pixel, event) {
    if (!drawing) return false;
    const ink = [...pixelsOf(store.view)];
    const byKey = event.type === "keydown";
    const raise = (index, level) => (ink[index] = Math.max(ink[index], level));
    if (byKey) ink[pixel] = ink[pixel] >= 16 ? 0 : ink[pixel] + 8;
    else {
      raise(pixel, 16);
      const column = pixel % 8;
      if (column > 0) raise(pixel - 1, 5);
      if (column < 7) raise(pixel + 1, 5);
      if (pixel > 7) raise(pixel - 8, 5);
      if (pixel < 56) raise(pixel + 8, 5);
    }
    store.change({ drawn: ink.map((level) => INK_LEVELS[Math.min(16, level)]).join("") });
    return true;
  }

  // --- parts ---

  const parts = {};
  function buildControls() {
    const digits = Array.from({ length: 10 }, (_, digit) => [String(digit), `a ${digit}`]);
    parts.image = dropdown({
      label: "image", name: "image", title: "Which test image the network looks at",
      options: [...digits, ["hard", "a hard one"], ["drawn", "your drawing"]],
      onPick: (kind) => (kind === "drawn" ? startDrawing() : choose(kind, 0)),
    });
    parts.another = button("Another", "Another image of the same kind", () => choose(parts.image.select.value === "drawn" ? "hard" : parts.image.select.value, 1));
    parts.draw = button("Draw", "Draw a digit on the 8 by 8 grid with the pointer, or with arrow keys and Space", () => (drawing ? stopDrawing() : startDrawing()));
    parts.clear = button("Clear", "Start the drawing again", () => store.change({ drawn: "0".repeat(inputs()) }));
    parts.p = slider({
      label: "dropout rate p", name: "p", title: "Chance of a hidden unit being dropped. (The 2014 paper's p is the chance of being kept.)",
      onInput: (p) => store.change({ p }),
    });
    parts.flip = button("Flip the coins", "A new row of coins: another mask at the same rate", () =>
      store.change({ seed: store.view.seed >= LARGEST_SEED ? 0 : nextSeed(), mask: "" }));
    parts.restore = button("Restore all", "Every unit on: rates to 0, hand-made changes undone", () => store.change({ p: 0, p_input: 0, mask: "" }));
    parts.mode = segmented({
      label: "Mode", onPick: (mode) => store.change({ mode }),
      options: [["training", "Training", "Coins decide which units are dropped"], ["inference", "Inference", "No coin is looked at; units silenced by hand stay silent"]],
    });
    parts.pInput = slider({ label: "input rate", name: "p_input", title: "Chance of an input pixel being dropped", onInput: (p) => store.change({ p_input: p }) });
    parts.scaling = segmented({
      label: "Scaling", onPick: (scaling) => store.change({ scaling }),
      options: [["inverted", "inverted", "Divide by 1 - p while training (PyTorch)"], ["classical", "classical", "Multiply by 1 - p at inference (2014 paper)"], ["none", "none", "No scaling at all"]],
    });
    parts.edges = segmented({
      label: "Edges show", onPick: (edges) => store.change({ edges }),
      options: [["signal", "signal", "Activation times weight"], ["gradient", "gradient", "dL/dW for the true label: exactly zero at a dropped unit"]],
    });
    parts.label = dropdown({
      label: "true label", name: "label", title: "The label that the gradient view takes as true",
      options: [["-1", "the image's own"], ...digits.map(([value]) => [value, value])],
      onPick: (label) => store.change({ label: Number(label) }),
    });
    parts.network = segmented({
      label: "Network", onPick: (network) => store.change({ network }),
      options: [["with", "trained with dropout", "Hidden rate 0.4, input rate 0.1"], ["without", "trained without", "Same start, same batches, no dropout"]],
    });
    const named = (text, part) => element("div", { class: "control" }, element("span", { text }), part.node);
    return element("div", { class: "toolbar" },
      element("span", { class: "control" }, parts.image.node, parts.another),
      element("span", { class: "control" }, parts.draw, parts.clear),
      parts.p.node, element("span", { class: "control" }, parts.flip, parts.restore), parts.mode.node,
      more(named("scaling", parts.scaling), named("edges show", parts.edges), parts.label.node, parts.pInput.node, named("network", parts.network)));
  }

  function nextSeed() {
    const next = store.view.seed + 1;
    return next < data.coins.first + data.coins.rows ? next : data.coins.first;
  }

  function startDrawing() {
    drawing = true;
    store.change({ drawn: store.view.drawn || "0".repeat(inputs()) });
  }

  function stopDrawing() {
    drawing = false;
    store.schedule();
  }

  function leaveDrawing(event) {
    if (event.key !== "Escape" || !drawing) return;
    stopDrawing();
    parts.draw.focus();
  }

  function buildPanel() {
    const names = ["true digit", "prediction", "", "", "hidden units kept", "all units kept", "possible masks", "chance of this one", "multiply-adds saved"];
    parts.names = names.map((name) => element("dt", { text: name }));
    parts.figures = names.map(() => element("dd"));
    parts.unitTitle = element("h2");
    parts.unitText = element("div", { class: "quiet" });
    parts.unitPicture = element("canvas", { width: 72, height: 72, role: "img" });
    parts.unitTable = element("tbody");
    parts.unitRows = ["inverted", "classical", "none"].map((scaling) => {
      const cells = [element("td"), element("td"), element("td")];
      const row = element("tr", {}, element("th", { scope: "row", text: scaling }), ...cells);
      parts.unitTable.append(row);
      return { scaling, row, cells };
    });
    const head = element("thead", {}, element("tr", {}, ...["passes on", "if kept", "mean", "inference"].map((text) => element("th", { scope: "col", text }))));
    return element("div", { class: "panel" },
      element("dl", { class: "figures" }, ...names.flatMap((_, i) => [parts.names[i], parts.figures[i]])),
      parts.unitTitle,
      element("div", { class: "unit-card" }, parts.unitPicture, parts.unitText),
      element("table", { "aria-label": "What the unit passes on under each scaling convention" }, head, parts.unitTable),
      parts.edgeNote = element("div", { class: "quiet edge-note" }));
  }

  // --- painting ---

  function paintControls(view) {
    const kind = view.drawn ? "drawn" : chooser === "hard" && data.hard[view.network].includes(view.image) ? "hard" : String(labels[view.image]);
    parts.image.set(kind);
    setAttr(parts.draw, "aria-pressed", drawing);
    setText(parts.draw, drawing ? "Done drawing" : "Draw");
    parts.clear.hidden = !drawing;
    parts.p.set(view.p);
    parts.pInput.set(view.p_input);
    parts.mode.set(view.mode);
    parts.scaling.set(view.scaling);
    parts.edges.set(view.edges);
    parts.label.set(view.label);
    parts.network.set(view.network);
    setText(parts.edgeNote, `Units: the darker the more active; crossed out: dropped; white and not crossed: on, but at 0. ${view.edges === "gradient"
      ? "Edges: |dL/dW| by width, solid green positive, dashed purple negative, none where it is zero."
      : "Edges: activation × weight by width, solid green adds to the next unit, dashed purple takes away."} Filled output: the true digit.`);
  }

  function paintFigures(view, state) {
    const hidden = state.kept.slice(1);
    const sum = (values) => values.reduce((total, value) => total + value, 0);
    const keptHidden = sum(hidden.map(sum));
    const nHidden = units - inputs();
    const keptInput = sum(state.kept[0]);
    const before = argmax(state.whole.probabilities);
    const after = argmax(state.pass.probabilities);
    const saved = multiplyAdds(sizes(), [...state.kept.map(sum), sizes().at(-1)]);
    const inputCoins = view.p_input > 0;
    const log10 = log10MaskProbability(keptHidden, nHidden - keptHidden, view.p) + log10MaskProbability(keptInput, inputs() - keptInput, view.p_input);
    const training = view.mode === "training";
    const [was, is] = [state.whole, state.pass].map((pass) => pass.probabilities[before]);
    setText(parts.names[2], `probability of ${before}`);
    setText(parts.names[3], "change");
    const texts = [
      view.label < 0 && view.drawn ? "yours to say" : String(state.label),
      `${before} → ${after}`,
      `${formatPercent(was)} → ${formatPercent(is)}`,
      `${is < was ? "−" : "+"}${(100 * Math.abs(is - was)).toFixed(1)} points`,
      `${keptHidden} of ${nHidden}`, `${keptHidden + keptInput} of ${units}`,
      training ? `2${superscript(inputCoins ? units : nHidden)}` : "no coins",
      training ? formatProbability(log10) : "no coins",
      `${formatPercent(1 - saved.thinned / saved.whole)}`,
    ];
    texts.forEach((text, i) => setText(parts.figures[i], text));
    return { keptHidden, nHidden, keptInput, before, after };
  }

  // What must be said before the numbers, lest they mislead.
  function captionLead(view, keptHidden, who) {
    const factor = unitFactor(view.p, view.scaling, view.mode);
    if (view.mode === "training" && view.p >= 1 && (keptHidden === 0 || factor === 0))
      return `p = 1 drops every hidden unit: only zeros pass, and the output biases give every image the same answer. ${who}`;
    if (view.mode === "training") return who;
    const shrunk = factor !== 1 ? ` The classical rule makes each signal ${factor.toFixed(2)} times as large, but these weights were trained with inverted scaling and do not need it.` : "";
    return `Inference: no coin is looked at.${shrunk} ${who}`;
  }

  function caption(view, state, { keptHidden, nHidden, keptInput, before, after }) {
    const off = nHidden - keptHidden;
    const offInput = inputs() - keptInput;
    const whole = formatPercent(state.whole.probabilities[before]);
    const now = formatPercent(state.pass.probabilities[after]);
    const pixelsOff = offInput ? ` and ${offInput} of ${inputs()} pixels` : "";
    const who = off ? `${off} of ${nHidden} hidden units${pixelsOff} ${off + offInput === 1 ? "is" : "are"} off` : offInput ? `${offInput} of ${inputs()} pixels ${offInput === 1 ? "is" : "are"} off` : `All ${nHidden} hidden units are on`;
    const lead = captionLead(view, keptHidden, who);
    if (now === whole && before === after) return `${lead}; the network says ${after}, at ${now}${off + offInput ? ", as before" : ""}.`;
    if (before === after) return `${lead}; the network still says ${after}, at ${now} instead of ${whole}.`;
    return `${lead}; the network now says ${after} (${now}) instead of ${before} (${whole}).`;
  }

  function paintUnit(view, state) {
    focus ??= [1, argmax(state.pass.activations[1])];
    const [layer, index] = focus;
    const value = state.pass.activations[layer][index];
    const p = layer === 0 ? view.p_input : view.p;
    const kept = Boolean(state.kept[layer][index]);
    setText(parts.unitTitle, `${layerName(layer, sizes().length - 1)}, ${layer === 0 ? "pixel" : "unit"} ${index + 1}`);
    const byHand = view.mask && view.mask[flat([layer, index])] !== "-" ? " by hand" : "";
    setText(parts.unitText, `${kept ? "kept" : "dropped"}${byHand} · activation ${value.toFixed(2)} · dropout rate ${p.toFixed(2)}${layer === 1 ? " · picture: its weights from the 64 pixels" : ""}`);
    parts.unitPicture.hidden = layer !== 1;
    if (layer === 1) {
      const { weights, nIn } = state.layers[0];
      setAttr(parts.unitPicture, "aria-label", `Incoming weights of hidden 1, unit ${index + 1}, as an 8 by 8 picture`);
      paintWeights(parts.unitPicture, weights.subarray(index * nIn, (index + 1) * nIn), 8);
    }
    for (const { scaling, row, cells } of parts.unitRows) {
      const whenKept = value * unitFactor(p, scaling, "training");
      setText(cells[0], whenKept.toFixed(2));
      setText(cells[1], (whenKept * (1 - p)).toFixed(2));
      setText(cells[2], (value * unitFactor(p, scaling, "inference")).toFixed(2));
      row.classList.toggle("current", scaling === view.scaling);
    }
  }

  return {
    receive(next) {
      if (next === data) return;
      const first = !data;
      if (first || data.static !== next.static) {
        networks = { with: decodeNetwork(next.networks.with), without: decodeNetwork(next.networks.without) };
        pixels = decodeBytes(next.pixels);
        labels = decodeBytes(next.labels);
      }
      data = next;
      units = data.coins.units;
      coinRows = decodeFloats(data.coins.values);
      if (!first) return;
      parts.drawing = new NetworkDrawing({
        sizes: sizes(), classes: Array.from({ length: sizes().at(-1) }, (_, i) => String(i)), height: data.height,
        onUnits: (places, keep) => force(places.map((place) => [flat(place), keep])),
        onLayer: toggleLayer,
        onFocus: (place) => {
          if (!place || !last) return;
          focus = place;
          paintUnit(store.view, last); // the network itself has not changed
        },
        onDraw: draw,
      });
      parts.caption = element("p", { class: "caption", "data-testid": "caption", "aria-live": "polite" });
      root.replaceChildren(buildControls(), element("div", { class: "board" }, element("div", {}, parts.drawing.node, parts.caption), buildPanel()));
      root.onkeydown = leaveDrawing;
      parts.drawing.resize(parts.drawing.node.clientWidth);
    },
    resize() {
      parts.drawing.resize(parts.drawing.node.clientWidth);
    },
    paint(view) {
      const state = evaluate(view);
      last = state;
      paintControls(view);
      parts.drawing.paint(state);
      parts.drawing.node.classList.toggle("inking", drawing);
      const counts = paintFigures(view, state);
      paintUnit(view, state);
      setText(parts.caption, caption(view, state, counts));
      setAttr(root, "data-p-drop", view.p);
      setAttr(root, "data-scaling", view.scaling);
      setAttr(root, "data-mode", view.mode);
      setAttr(root, "data-kept", counts.keptHidden + counts.keptInput);
      setAttr(root, "data-droppable", units);
      setAttr(root, "data-prediction", counts.after);
      setAttr(root, "data-seed", view.seed);
    },
  };
}

export default function (component) {
  return mountStage(component, buildToggleStage);
}
