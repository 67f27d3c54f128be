// Written by scripts/payload_types.py from what Python sends.

import type { ImposedView, PackedCoins, PackedNetwork } from "../shared/payload.d.ts";

/** The network, a digit of each kind (64 bytes of pixels an image), and coins for its masks. */
export interface HomePayload {
  network: PackedNetwork;
  pixels: string;
  coins: PackedCoins;
  largest_pixel: number;
  p: number;
  height: number;
}

export interface HomeData extends HomePayload, ImposedView {}
