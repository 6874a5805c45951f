"""JIPP, the network of public-service innovations: hubs, innovations, who replicated what."""
