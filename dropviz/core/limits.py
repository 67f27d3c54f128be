"""What may be chosen of seeds and pairs: the same in links, on stages and in runs."""

LAST_SEED = 9_999
N_SEEDS = LAST_SEED + 1
MOST_PAIRS_OF_A_TRIAL = 50
