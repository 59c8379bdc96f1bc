"""The collection of records."""
