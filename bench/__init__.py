"""Benchmarks: ratios between two ways of doing the same, taken side by side in one run (`make bench`)."""
