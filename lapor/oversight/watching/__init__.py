"""Pengawasan: what burns, for those who watch; each number leads to its reports."""
