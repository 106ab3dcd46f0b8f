"""What the centre costs and how fast it is, measured on this machine against what it stands on."""
