"""Bringing in a model of another program: looked at, asked about, made into a bundle, and tried before it is kept.

Whatever is read here was written by a stranger, so all of it runs in a child process (`child`); the parent imports
`model` and `request` alone, which know neither TensorFlow nor the file.
"""
