"""`python -m bench`: measures and prints a table; also written to var/bench.md."""

from importlib import import_module

from bench.scratch import scratch

if __name__ == "__main__":
    with scratch():
        import_module("bench.run").main()  # needs Django's settings, which scratch has made
