"""Pictures in: where they come from, decoding, the one preprocessing step. Pillow lives here and nowhere else."""
