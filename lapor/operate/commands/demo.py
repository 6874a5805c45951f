"""`lapor demo`: everything at once on this machine, with invented reports."""

import argparse
import os

from django.db import connection

from lapor.operate import demo, household, mark, schema, serving

HOST = "127.0.0.1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (8000)")


def run(args: argparse.Namespace) -> int:
    serving.refuse_taken(HOST, args.port)
    prepare()
    address = f"http://{HOST}:{args.port}"
    os.environ.setdefault("LAPOR_BASE_URL", address)
    web = ("serve", "--host", HOST, "--port", str(args.port))
    try:
        with household.children(web, ("worker",)) as processes:
            household.wait_ready(args.port, processes)
            print(welcome(address), flush=True)
            household.watch(processes)
    except KeyboardInterrupt:
        print("stopped", flush=True)
    return 0


def prepare() -> None:
    """Schema, reference data, mark and invented reports; each only where it is missing."""
    if "LAPOR_EMBEDDED" not in os.environ and mark.exists() and not mark.is_demo():
        raise mark.WrongDatabase("DATABASE_URL is not a demo's database: a demo needs an empty one")
    print("Preparing the demo (the first time takes a minute or two) ...", flush=True)
    schema.initialise(quiet=True)
    mark.set_demo()
    demo.fill()
    connection.close()


def welcome(address: str) -> str:
    accounts = (
        "siti      pelapor",
        "ratna     verifikator nasional (juga andi)",
        "pratiwi   pengawas nasional (PANRB)",
        "karin     pemantau KSP",
        "yusuf     Ombudsman",
        "kurnia    koordinator KEMENDIKDASMEN",
        "budi      pejabat penghubung direktorat",
        "wati      atasan budi, menyetujui konsep jawaban",
        "lilis     pimpinan (baca)",
        "irwan     inspektorat (baca)",
        "tono      koordinator Kota Surabaya",
        "dewi      pengembang (API)",
        "hana      pengelola hub JIPP Jawa Timur (juga wulan, kurator)",
        "gita      anggota JIPP Kota Makassar (juga dodi, pendamping di Surabaya)",
        "surya     pengelola SKM",
        "eka       penilai kompetisi inovasi",
    )
    rows = "\n".join(f"    {row}" for row in accounts)
    return (
        f"\nLAPOR! demo: {address}\n\n  Accounts NAME@demo.lapor, password lapor-demo:\n{rows}\n\n"
        f"  Officers' desk: {address}/kelola/     Ctrl-C stops all of it\n"
    )
