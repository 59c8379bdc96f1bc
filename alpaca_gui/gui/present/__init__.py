"""Presenting to a room: one picture in huge type, guessed by people before the model's answer is revealed."""
