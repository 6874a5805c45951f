"""What who runs satisfaction surveys sees, below /kelola/skm/: units, periods, paper, files, results."""
