"""`make audit`: asks the open vulnerability database (OSV) about every locked package.

Only names and versions leave the machine. Where the database cannot be reached, that is said and is no
failure, except with CI=true.
"""

from __future__ import annotations

import json
import os
import re
import sys
import urllib.request
from pathlib import Path

OSV = "https://api.osv.dev/v1/querybatch"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ \\;]+)", re.MULTILINE)


def pinned(lock: str) -> list[tuple[str, str]]:
    return PINNED.findall(lock)


def question(packages: list[tuple[str, str]]) -> bytes:
    queries = [
        {"package": {"name": name, "ecosystem": "PyPI"}, "version": version} for name, version in packages
    ]
    return json.dumps({"queries": queries}).encode()


def answers(packages: list[tuple[str, str]], body: bytes) -> list[str]:
    """One line per known advisory."""
    results = json.loads(body)["results"]
    return [
        f"{name} {version}: {advisory['id']}"
        for (name, version), result in zip(packages, results, strict=True)
        for advisory in result.get("vulns", [])
    ]


def main() -> int:
    packages = pinned(Path(sys.argv[1]).read_text())
    request = urllib.request.Request(OSV, question(packages), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310 (a fixed https address)
            found = answers(packages, response.read())
    except OSError as error:
        print(f"audit: no database of advisories can be reached from here ({error}); nothing was checked")
        return 1 if os.environ.get("CI") == "true" else 0
    for line in found:
        print(line)
    print(f"audit: {len(packages)} packages, {len(found)} advisories")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
