"""The windows about a model file: bringing one in, taking one out, its card."""
