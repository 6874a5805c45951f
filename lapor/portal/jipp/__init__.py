"""`/inovasi/`: what everybody sees of the innovation network."""
