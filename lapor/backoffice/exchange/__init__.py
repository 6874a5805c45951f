"""`/kelola/inovasi/`: gatherings, policy texts and comments on them, questions about own innovations."""
