"""One act on many reports: ticked in the list, asked once, done each for itself."""
