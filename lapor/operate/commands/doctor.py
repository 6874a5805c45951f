"""`lapor doctor`: one line per check, OK or what to do. Exit status 1 when something is wrong."""

import argparse

from lapor.operate import diagnosis


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    pass


def run(_args: argparse.Namespace) -> int:
    findings = diagnosis.examine()
    for finding in findings:
        print(f"{'OK' if finding.fine else '!!'}  {finding.subject}: {finding.text}")
    return 0 if all(finding.fine for finding in findings) else 1
