"""How firm the logit is: the picture under small changes."""
