"""What ``alpaca-gui bench library`` measures: a library of a million records, and the plain ways beside it."""
