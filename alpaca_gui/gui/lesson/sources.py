"""Where the lesson's formulas come from."""

from typing import Final

BERKSON: Final = (
    "Berkson, “Application of the Logistic Function to Bio-Assay”, J. Am. Stat. Assoc. 39 (1944): the word logit"
)
COX: Final = "Cox, “The Regression Analysis of Binary Sequences”, J. R. Stat. Soc. B 20 (1958): the logistic model"
NETWORK_IN_NETWORK: Final = "Lin, Chen and Yan, “Network In Network”, ICLR 2014: global average pooling"
STABLE_SIGMOID: Final = (
    "Blanchard, Higham and Higham, “Accurately Computing the Log-Sum-Exp and Softmax Functions”, "
    "IMA J. Numer. Anal. 41 (2021)"
)
DEEP_LEARNING: Final = "Goodfellow, Bengio and Courville, “Deep Learning”, MIT Press 2016, section 6.2.2.2"
TENSORFLOW: Final = "TensorFlow, documentation of tf.nn.sigmoid_cross_entropy_with_logits"
CHOW: Final = "Chow, “On Optimum Recognition Error and Reject Tradeoff”, IEEE Trans. Inf. Theory 16 (1970): the band"
ELKAN: Final = "Elkan, “The Foundations of Cost-Sensitive Learning”, IJCAI 2001: where to put the threshold"
