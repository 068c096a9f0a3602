"""`coranto keys list|rotate|revoke`: the keys that articles are signed with."""

from __future__ import annotations

import argparse

from coranto.project.starting import NotReady, after_setup, complain
from coranto.signing.keys import KeyTrouble


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=["list", "rotate", "revoke"], help="rotate: sign with a new key from now on; revoke: make all that a key signed bad, and sign it again")
    parser.add_argument("kid", nargs="?", help="the key to revoke, as `list` names it")
    parser.add_argument("--because", default="", help="why it is revoked; everyone can read it")


def run(options: argparse.Namespace) -> int:
    if options.action == "revoke" and not (options.kid and options.because.strip()):
        return complain(ValueError("Name the key to revoke and say why: coranto keys revoke KID --because 'A disk was lost.'"))
    try:
        changing = after_setup("coranto.project.key_changing")
        print(changing.change_keys(options.action, kid=options.kid or "", because=options.because.strip()))
    except (NotReady, KeyTrouble) as error:
        return complain(error)
    return 0
