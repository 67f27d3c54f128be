// Where one is in the lesson "Variants": back to the gallery, and the title of the opened variant.

class VariantBar {
  constructor(store, titles) {
    this.titles = titles;
    this.title = element("h2", { class: "variant-title", tabindex: "-1" });
    const back = button("All variants", "Back to the gallery", () => {
      store.change({ variant: "", run: "" });
      store.flush();
    });
    this.node = element("span", { class: "control variant-bar" }, back, this.title);
  }

  paint({ variant }) {
    if (this.titles[variant]) setText(this.title, this.titles[variant]);
  }

  // For someone who came from the gallery by keyboard, which is gone now.
  focus() {
    this.title.focus({ preventScroll: true });
  }
}
