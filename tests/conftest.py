"""Fixtures of the tests about the whole; those for every test stand in the conftest beside pyproject.toml."""
