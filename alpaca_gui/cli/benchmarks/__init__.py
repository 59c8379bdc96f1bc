"""What ``alpaca-gui bench`` measures: a module for each kind of measurement, and what they share."""
