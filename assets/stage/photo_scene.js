// The photographs of "Feature maps": what a view means, what gestures on maps write, and the parts
// that show it.

class PhotoScene {
  constructor(root, store, packed) {
    const model = decodePhotoFilters(packed);
    const photos = Object.fromEntries(Object.entries(packed.photos).map(([name, bytes]) => [name, Float32Array.from(decodeBytes(bytes), (level) => level / 255)]));
    Object.assign(this, { root, store, model, photos, shape: model.filters.shape, seen: {}, coins: {}, compared: {}, focus: 0, last: null });
    this.flow = new PhotoFlow(model, this.gestures());
    this.panel = new PhotoPanel(model);
    this.ways = wayCards((way) => new PhotoVerdict(way, model));
  }

  // --- what the view means ---

  // What does not change with the mask: maps, their largest values, what all of them rebuild.
  seenIn(name) {
    if (this.seen[name]) return this.seen[name];
    const values = photoMaps(this.model, this.photos[name]);
    const n = pixelsOfMap(this.shape);
    const tops = Array.from({ length: this.shape.maps }, (_, map) => largestOf(values, map, n));
    const all = rebuiltPhoto(this.model, pooledMaps(this.shape, values));
    return (this.seen[name] = { values, tops, largest: Math.max(...tops), explainedByAll: explainedShare(this.photos[name], all) });
  }

  maskOf(view, way, forced) {
    if (this.coins.seed !== view.seed) this.coins = { seed: view.seed, u: scatteredCoins(view.seed, this.shape.maps * pixelsOfMap(this.shape)) };
    return mapMask(way, this.coins.u, this.shape, { p: view.p, block: view.block, forced });
  }

  rebuiltUnder(view, mask) {
    const { values } = this.seenIn(view.photo);
    const signals = new Float64Array(values.length);
    for (let i = 0; i < values.length; i++) signals[i] = values[i] * mask.multipliers[i];
    const pooled = pooledMaps(this.shape, signals);
    const rebuilt = rebuiltPhoto(this.model, pooled);
    return { masks: [mask], pooled, rebuilt, explained: explainedShare(this.photos[view.photo], rebuilt), share: shareDropped([mask]) };
  }

  // The three ways do not change with what is done by hand.
  waysUnder(view) {
    const key = [view.photo, view.p, view.block, view.seed].join();
    if (this.compared.key !== key) {
      const ways = Object.fromEntries(Object.keys(WAY_NAMES).map((way) => [way, this.rebuiltUnder(view, this.maskOf(view, way, ""))]));
      this.compared = { key, ways };
    }
    return this.compared.ways;
  }

  evaluate(view) {
    const pass = this.rebuiltUnder(view, this.maskOf(view, view.way, view.photo_mask));
    const n = pixelsOfMap(this.shape);
    const left = Array.from({ length: this.shape.maps }, (_, map) => {
      let count = 0;
      for (let i = map * n; i < (map + 1) * n; i++) count += pass.masks[0].kept[i];
      return count;
    });
    return { view, ...this.seenIn(view.photo), ...pass, left, photo: this.photos[view.photo], ways: this.waysUnder(view), counts: countOff(pass.masks, [this.shape]) };
  }

  // --- gestures ---

  // wanted: [[map, keep]]
  keepByHand(wanted) {
    const view = this.store.view;
    const mask = [...(view.photo_mask || "-".repeat(this.shape.maps))];
    const n = pixelsOfMap(this.shape);
    const { byCoins } = this.maskOf(view, view.way, view.photo_mask);
    for (const [map, keep] of wanted) {
      const same = byCoins.subarray(map * n, (map + 1) * n).every((kept) => kept === keep);
      mask[map] = same ? "-" : String(keep);
    }
    const text = mask.join("");
    this.store.change({ photo_mask: text.includes("0") || text.includes("1") ? text : "" });
  }

  isOn(map) {
    const n = pixelsOfMap(this.shape);
    return this.maskOf(this.store.view, this.store.view.way, this.store.view.photo_mask).kept.subarray(map * n, (map + 1) * n).some(Boolean);
  }

  gestures() {
    return {
      onMap: (_, map) => this.keepByHand([[map, this.isOn(map) ? 0 : 1]]),
      onBlock: () => {
        const keep = this.last.left.some(Boolean) ? 0 : 1;
        this.keepByHand(this.last.left.map((_, map) => [map, keep]));
      },
      onFocus: (_, map) => {
        if (this.focus === map) return;
        this.focus = map;
        this.paintLarge(stageColours(this.root));
      },
    };
  }

  // --- painting ---

  // What the photo would be with one map switched over.
  switchedOver(view, map) {
    const text = view.photo_mask || "-".repeat(this.shape.maps);
    const forced = `${text.slice(0, map)}${this.last.left[map] ? 0 : 1}${text.slice(map + 1)}`;
    return this.rebuiltUnder(view, this.maskOf(view, view.way, forced)).explained;
  }

  paintLarge(colours) {
    this.panel.paintMap(this.last, this.focus, this.switchedOver(this.last.view, this.focus), colours);
  }

  paint(view, colours) {
    const state = (this.last = this.evaluate(view));
    this.flow.paint(state, colours);
    this.panel.paintFigures(state);
    this.paintLarge(colours);
    for (const card of this.ways) card.paint(state, colours);
    setAttr(this.root, "data-prediction", "");
    setAttr(this.root, "data-explained", state.explained.toFixed(4));
    return { counts: state.counts, caption: photoCaption(view, state) };
  }
}
