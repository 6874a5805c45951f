"""`lapor serve`: the web."""

import argparse

from django.conf import settings

from lapor.operate import lifeline, mark, outdated, serving


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument("--workers", type=int, default=2, help="processes, each with 4 threads (2)")


def run(args: argparse.Namespace) -> int:
    lifeline.follow()
    mark.refuse_demo()
    outdated.refuse()
    if settings.DEMO and args.host not in serving.LOOPBACK:
        raise mark.WrongDatabase("a demo is served on 127.0.0.1 only: its passwords are known to everybody")
    serving.serve(host=args.host, port=args.port, workers=args.workers)
    return 0
