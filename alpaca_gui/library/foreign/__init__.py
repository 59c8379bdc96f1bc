"""Tables of logits made elsewhere. The modules that read them load pyarrow: import them where they are needed."""
