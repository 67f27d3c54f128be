// Attention weights of one head as a picture: a row for each query, a column for each key.

const SHOWN_SPACE = "␣";
const shownCharacter = (character) => (character === " " ? SHOWN_SPACE : character);

class HeadMap {
  constructor(head) {
    this.head = head;
    this.title = element("h2", { text: `Head ${head + 1}` });
    this.canvas = element("canvas", { role: "img" });
    this.node = element("section", { class: "head" }, this.title, this.canvas);
  }

  // weights: [query][key] as used; kept(query, key): false where dropped; cell: px
  paint({ weights, kept, characters, cell, dropping }, colours) {
    const n = characters.length;
    const [left, top] = [20, 16];
    const side = cell * n;
    const context = fittedContext(this.canvas, left + side + 54, top + side + 2);
    context.font = `12px ${colours.font}`;
    context.textBaseline = "middle";
    const write = (text, x, y, align, colour, bold = false) => {
      context.font = `${bold ? "600 " : ""}12px ${colours.font}`;
      Object.assign(context, { fillStyle: colour, textAlign: align });
      context.fillText(text, x, y);
    };
    characters.forEach((character, t) => {
      write(shownCharacter(character), left + (t + 0.5) * cell, top - 8, "center", colours.quiet);
      write(shownCharacter(character), left - 9, top + (t + 0.5) * cell, "center", colours.quiet, t === n - 1);
    });
    write("row sum", left + side + 52, top - 8, "right", colours.quiet);
    weights.forEach((row, query) => {
      row.forEach((weight, key) => this.paintCell(context, left + key * cell, top + query * cell, cell, weight, kept(query, key), dropping ? colours.on : colours.without, colours));
      const sum = row.reduce((total, weight) => total + weight, 0);
      write(sum.toFixed(2), left + side + 52, top + (query + 0.5) * cell, "right", Math.abs(sum - 1) < 0.005 ? colours.quiet : colours.ink, Math.abs(sum - 1) >= 0.005);
    });
    context.strokeStyle = colours.ink;
    context.lineWidth = 1.5;
    context.strokeRect(left, top + (n - 1) * cell, side, cell); // what the prediction is made of
    const sums = weights.map((row) => row.reduce((total, weight) => total + weight, 0));
    const low = Math.min(...sums).toFixed(2);
    const high = Math.max(...sums).toFixed(2);
    setAttr(this.canvas, "aria-label", `Attention of head ${this.head + 1}: ${n} queries (rows) by ${n} keys; rows sum to ${low === high ? low : `${low} to ${high}`}`);
  }

  paintCell(context, x, y, cell, weight, isKept, colour, colours) {
    if (isKept) {
      context.globalAlpha = 0.06 + 0.94 * Math.min(1, weight) ** 0.7;
      context.fillStyle = colour;
      context.fillRect(x + 0.5, y + 0.5, cell - 1, cell - 1);
      context.globalAlpha = 1;
      return;
    }
    context.strokeStyle = colours.dropped;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x + 4, y + 4);
    context.lineTo(x + cell - 4, y + cell - 4);
    context.moveTo(x + cell - 4, y + 4);
    context.lineTo(x + 4, y + cell - 4);
    context.stroke();
    context.globalAlpha = 0.35;
    context.strokeRect(x + 1, y + 1, cell - 2, cell - 2);
    context.globalAlpha = 1;
  }
}
