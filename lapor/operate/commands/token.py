"""`lapor token EMAIL`: prints only the token."""

import argparse

from lapor.accounts import tokens
from lapor.accounts.models import User
from lapor.operate.mark import WrongDatabase


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email")


def run(args: argparse.Namespace) -> int:
    user = User.objects.filter(email__iexact=args.email, is_active=True).first()
    if user is None:
        raise WrongDatabase(f"no active account {args.email} in this database")
    print(tokens.issue(user))
    return 0
