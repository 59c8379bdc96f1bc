"""The dialog that brings in logits made elsewhere."""
