"""The stability bench: the loss of one logit three ways, beside the exact value, and where each way breaks."""
