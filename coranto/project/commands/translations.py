"""`coranto translations export | import FILE`: the memory as TMX; an article, or the publication's own texts, as XLIFF out to a translator and back."""

from __future__ import annotations

import argparse
from pathlib import Path

from coranto.languages import CODES
from coranto.project.starting import NotReady, after_setup, complain

FORMATS = {".tmx": "tmx", ".xlf": "xliff", ".xliff": "xliff"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    out = actions.add_parser("export", help="write the memory, or an article or the publication's own texts for a translator")
    out.add_argument("--article", metavar="SLUG", help="the last part of an article's address; needed for xliff")
    out.add_argument("--texts", action="store_true", help="for xliff: the texts of the publication itself, instead of an article")
    out.add_argument("--from", dest="written_in", choices=CODES, metavar="CODE", help="with --texts: those written in this language (default: the publication's)")
    back = actions.add_parser("import", help="take in a memory, or what a translator sent back")
    back.add_argument("--by", metavar="EMAIL", help="the e-mail address of the user who answers for the sentences that come back; needed for xliff")
    back.add_argument("--by-people", action="store_true", help="sentences whose state a memory does not say were translated by people")
    for one in (out, back):
        one.add_argument("file", type=Path, metavar="FILE")
        one.add_argument("--format", choices=sorted(set(FORMATS.values())), help="what the file is (default: by its ending)")
        one.add_argument("--language", action="append", default=[], choices=CODES, metavar="CODE", help="only into this language; may be given again")


def run(options: argparse.Namespace) -> int:
    kind = options.format or FORMATS.get(options.file.suffix.lower())
    if kind is None:
        return complain(ValueError(f"The ending of '{options.file.name}' does not say what it is. Add --format tmx or --format xliff."))
    try:
        files = after_setup("coranto.project.translation_files")
    except NotReady as error:
        return complain(error)
    try:
        if options.action == "export":
            line = files.export(options.file, kind=kind, languages=options.language, article=options.article, texts=options.texts, written_in=options.written_in)
        else:
            line = files.bring(options.file, kind=kind, languages=options.language, by=options.by, are_peoples=options.by_people)
    except (ValueError, OSError) as error:
        return complain(error)
    print(line)
    return 0
