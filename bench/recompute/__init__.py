"""Counts every published figure again from the open data, and says whether it is the same.

    python -m bench.recompute https://lapor.example --from 2018-01-01 --to 2018-10-22

Run it where the folder `bench` lies. It needs nothing but Python; with pyarrow installed, `--parquet` reads
the other form of the files. Every file is held against the list of checksums. Which figure comes out of which
file: docs/opendata.md. Exit status 0: all figures are the same; 1: some differ; 2: not to be had.
"""
