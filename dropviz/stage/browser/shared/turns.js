// Work that may wait for a frame or two: one piece in each frame, so that no frame is late for it.

export class InTurns {
  /** @param {(() => void)[]} pieces */
  constructor(pieces) {
    this.pieces = pieces;
    /** @type {Set<number>} */
    this.due = new Set();
    this.last = -1; // the piece that was done last
    this.waiting = false;
  }

  // All pieces are due: one now, or in the next frame if this one has had its piece.
  ask() {
    this.pieces.forEach((_, piece) => this.due.add(piece));
    if (!this.waiting) this.take();
  }

  take() {
    const n = this.pieces.length;
    do this.last = (this.last + 1) % n;
    while (!this.due.has(this.last));
    this.due.delete(this.last);
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      if (this.due.size) this.take();
    });
    this.pieces[this.last]();
  }
}
