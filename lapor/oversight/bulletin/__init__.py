"""Buletin pekanan: the numbers of oversight as a PDF, each Monday, for each agency and for the nation."""
