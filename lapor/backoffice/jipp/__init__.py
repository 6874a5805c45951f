"""The innovation network at the desk: writing, reviewing, replicating, hubs."""
