"""Ekspor: an officer's reports as a file, in LAPOR's columns and ours, written in the background.

`asking` takes the wish, `writing` carries it out in the worker, `keeping` gives the file, and deletes it.
"""
