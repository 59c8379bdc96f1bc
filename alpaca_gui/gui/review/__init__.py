"""The review queue: unsure pictures, one after the other, to be labelled with the keyboard."""
