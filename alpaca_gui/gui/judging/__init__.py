"""The windows that judge models: the report, and the comparison of two."""
