"""Publications that *Feature maps* leans on, and what they do and do not show."""

from __future__ import annotations

from dropviz.core.writing import Source

SOURCES = [
    Source(
        "Tompson, Goroshin, Jain, LeCun, Bregler (2015), *Efficient object localization using "
        "convolutional networks*, arXiv:1411.4280.",
        "One trial for each feature map (spatial dropout), because neighbouring pixels of a map "
        "are strongly correlated. They argue it for their task, finding the joints of people. The "
        "probe on this page finds it strongly in photographs, weakly in this small network: there "
        "the other maps tell much of what a dropped map held.",
    ),
    Source(
        "Ghiasi, Lin, Le (2018), *DropBlock: a regularization method for convolutional networks*, "
        "arXiv:1810.12890.",
        "Squares of pixels, with the rate of squares used here: but for the scale, blocks of one "
        "pixel are element-wise dropout, and blocks as large as the map spatial dropout. On "
        "ImageNet it reports 78.13 % for a ResNet-50 that had 76.51 %, with the rate raised step "
        "by step. That says nothing about networks as small as this one.",
    ),
    Source(
        "Srivastava et al. (2014), *Dropout*, JMLR 15.",
        "Element-wise dropout helped in convolutional layers too, on SVHN and CIFAR. So that it "
        "is useless there is too strong, and that whole maps are always better is plausible at "
        "most: it depends on the data.",
    ),
    Source(
        "Coates, Ng (2012), *Learning feature representations with k-means*.",
        "How the filters of the photographs were learned: k-means of patches that were whitened "
        "and brought to one contrast.",
    ),
    Source(
        "PyTorch, `torch.nn.Dropout2d`.",
        "Whole maps, for input of four axes, divided by 1 - p. Three axes are read as (batch, "
        "channel, length) with a warning.",
    ),
]
