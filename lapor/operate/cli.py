"""The `lapor` command. Each command is one module of `lapor.operate.commands`, listed in COMMANDS.

A command's module has `add_arguments(parser)` and `run(args) -> int`. It is imported only after Django has
read its settings, so it may import models at its top.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import FrameType

import django
from cryptography.fernet import Fernet

from lapor.operate import embedded, folder, translation
from lapor.operate.letting_go import let_go


@dataclass(frozen=True)
class Command:
    help: str
    database: bool = True  # False: runs without settings and database
    stand_in: bool = False  # with database=False: may import models, whatever is set up
    demo: bool = False  # marks the data folder as a demo's first


COMMANDS = {
    "init": Command("create the schema and load the reference data; creates no users"),
    "demo": Command("try everything: demo data, web server and worker on this machine", demo=True),
    "serve": Command("serve the web"),
    "worker": Command("run the jobs"),
    "tick": Command("do at once all timed work that is due"),
    "drain": Command("run all waiting jobs, then end"),
    "stats": Command("print the public figures of a period"),
    "import-reports": Command("import LAPOR's Laporan Ringkas (xlsx, csv) or JSON lines"),
    "export-reports": Command("write reports with the columns of LAPOR's Laporan Ringkas"),
    "skm-index": Command(
        "the index of a satisfaction survey from a file of answers", database=False, stand_in=True
    ),
    "simulate": Command(
        "invented reports on a demo: played through the real acts, or filled in by the thousand"
    ),
    "officer": Command("give somebody an officer's seat (an account is made when there is none)"),
    "rotate-keys": Command("bring everything sealed under the newest of LAPOR_IDENTITY_KEYS"),
    "rebuild-facts": Command("count all public figures anew from the reports"),
    "token": Command("print an API token of an account, valid 24 hours"),
    "doctor": Command("check settings, folders, database and worker", database=False),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status 0 only when done; an error is one line on stderr (all of it with LAPOR_TRACEBACK=1)."""
    words = list(sys.argv[1:] if argv is None else argv)
    signal.signal(signal.SIGTERM, _terminated)
    # A shell without job control starts its background jobs deaf to Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return _dispatch(words)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if os.environ.get("LAPOR_TRACEBACK") == "1":
            raise
        print(f"lapor: {_one_line(error)}", file=sys.stderr)
        return 1


def _dispatch(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help"):
        print(_overview())
        return 0 if words else 2
    name = words[0]
    command = COMMANDS.get(name)
    if command is None:
        print(f"lapor: there is no command {name!r}; lapor --help lists them", file=sys.stderr)
        return 2
    helping = not {"-h", "--help"}.isdisjoint(words)
    if helping or command.stand_in:
        _stand_in_settings()
    elif command.demo:
        folder.mark_as_demo(folder.data_folder())
    # The database is started only after the arguments are known to be right.
    if command.database or command.stand_in:
        _settle_django()
    module = importlib.import_module(f"lapor.operate.commands.{name.replace('-', '_')}")
    parser = argparse.ArgumentParser(prog=f"lapor {name}", description=command.help)
    module.add_arguments(parser)
    args = parser.parse_args(words[1:])
    with _database() if command.database else contextlib.nullcontext():
        return int(module.run(args))


def _settle_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapor.settings")
    if "DATABASE_URL" not in os.environ:
        os.environ["DATABASE_URL"] = embedded.Cluster(folder.data_folder()).url
        os.environ[EMBEDDED] = "1"
    translation.refresh()
    django.setup()


EMBEDDED = "LAPOR_EMBEDDED"


@contextlib.contextmanager
def _database() -> Iterator[None]:
    """Joins the embedded server where the address is its; a child of `lapor demo` joins as well."""
    if os.environ.get(EMBEDDED) != "1":
        yield
        return
    with embedded.Cluster(folder.data_folder()):
        try:
            yield
        finally:
            let_go()  # else the pool would complain about connections it lost


def _stand_in_settings() -> None:
    """`lapor COMMAND --help` answers also where nothing is set up yet, as does what needs no database."""
    os.environ.pop("LAPOR_BASE_URL", None)  # a real one refuses stand-ins
    os.environ["LAPOR_TESTING"] = "1"
    os.environ.setdefault("LAPOR_SECRET_KEY", "x" * 50)
    os.environ.setdefault("LAPOR_IDENTITY_KEYS", Fernet.generate_key().decode())


def _terminated(_signal: int, _frame: FrameType | None) -> None:
    """SIGTERM unwinds like Ctrl-C, so that the embedded server is left in order."""
    sys.exit(143)


def _one_line(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text or type(error).__name__


def _overview() -> str:
    lines = ["usage: lapor COMMAND [options]      (lapor COMMAND --help tells more)", ""]
    lines += [f"  {name:16}{command.help}" for name, command in COMMANDS.items()]
    return "\n".join(lines)
