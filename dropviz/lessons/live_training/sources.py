"""Publications that *Live training* leans on, and what they do and do not show."""

from __future__ import annotations

from dropviz.core.writing import Source

SOURCES = [
    Source(
        "Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov (2014), *Dropout: a simple way "
        "to prevent neural networks from overfitting*, JMLR 15.",
        "Its table 9 compares regularisers on one network (MNIST, 784-1024-1024-2048-10): 1.62 % "
        "test error with L2, 1.25 % with dropout and L2. With dropout and max-norm it is 1.05 %. "
        "With 100 or 500 training examples it saw no gain from dropout; with more the gain rose "
        "and then fell. The lines of its figure 4 are architectures, not seeds: it does not show "
        "that runs with dropout lie closer together. Its p is the chance of being *kept*.",
    ),
    Source(
        "Liu, Xu, Jin, Shen, Darrell (2023), *Dropout reduces underfitting*, arXiv:2303.01500.",
        "On ImageNet a small vision transformer (ViT-T) reached 73.9 % accuracy without dropout, "
        "67.9 % with it in all steps, 74.3 % with it in the first steps only. Dropout can hurt a "
        "network that has nothing to spare, and *when* it is on matters. It says nothing about "
        "networks as small as those on this page.",
    ),
    Source(
        "Li, Chen, Hu, Yang (2018), arXiv:1801.05134.",
        "Dropout *before* batch norm shifts the variance between training and test. Here that "
        "happens from the second hidden layer on: its batch norm sees units that the layer before "
        "dropped in training, and all of them at inference.",
    ),
    Source(
        "Nadeau, Bengio (2003), *Inference for the generalization error*, Machine Learning 52.",
        "Splits of one data set share rows, so their results are not independent: an interval "
        "about new data must be wider than the one shown. The verdicts here are about seeds of "
        "this one data set.",
    ),
    Source(
        "Wang, Ramdas (2023), *Anytime-valid t-tests and confidence sequences for Gaussian means "
        "with unknown variance*, arXiv:2310.03722.",
        "An interval that holds at every number of pairs at once: one may look, add pairs and stop "
        "when it suits. *More pairs* uses it, with effects of about one standard deviation in "
        "mind. It supposes normal differences; it does not say what skewed ones do to it.",
    ),
    Source(
        "Hall (1992), *On the removal of skewness by transformation*, Journal of the Royal "
        "Statistical Society B 54.",
        "A cubic that makes t symmetric where differences are skewed. That the skewness is taken "
        "one standard error further is ours, not his: with it the simulated claims from 6 to 100 "
        "pairs kept to 6 %.",
    ),
    Source(
        "Miller (1968), *Jackknifing variances*, Annals of Mathematical Statistics 39.",
        "Leaving out one pair at a time gives an interval for a ratio of variances that does not "
        "lean on normal losses; the spread between seeds is compared so. With ten pairs it is "
        "wide, and it does not say why one arm scatters less.",
    ),
    Source(
        "These runs.",
        "Small networks, a small data set, minutes at most. They show what happens here, with "
        "its uncertainty; they neither prove nor refute what a paper found elsewhere. Learning "
        "rate and steps are the same in all arms: each arm at its own best might compare "
        "differently.",
    ),
]
