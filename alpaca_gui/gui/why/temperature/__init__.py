"""What a temperature changes, and what it cannot."""
