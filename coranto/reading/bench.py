"""Measure the reading of pages: `python -m coranto.reading.bench FOLDER [FACTS]` prints F1, precision, recall and time beside trafilatura's own.

The score is the F1 over 4-word shingles that the project scrapinghub/article-extraction-benchmark defines: a page counts as one
however long it is, precision and recall are means over pages. FOLDER holds ground-truth.json and html/<key>.html.gz.
FACTS (tests/reading/stated_facts.json when run from the repository) holds what a reader of each page finds stated: its headline
(several where the page shows one and declares another), the names of its authors, its days (several where time zones differ).
"""

from __future__ import annotations

import gzip
import json
import re
import statistics
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import trafilatura

from coranto.reading.errors import ReadingError
from coranto.reading.feeds import blocks_of_html as _warm
from coranto.reading.pages import read_page, text_of_blocks
from coranto.reading.shape import Reading

SHINGLE = 4
_TOKEN = re.compile(r"\w+")
_FACTS = Path("tests/reading/stated_facts.json")


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The runs of four words of a text with how often each comes; a shorter text is one run."""
    tokens = _TOKEN.findall(text)
    return Counter(run for start in range(max(1, len(tokens) - SHINGLE + 1)) if (run := tuple(tokens[start : start + SHINGLE])))


def compare(true: str, found: str) -> tuple[float, float]:
    """Precision and recall of a found text, 0.0 to 1.0; both 1.0 when both are empty."""
    wanted, got = shingles(true), shingles(found)
    both = sum((wanted & got).values())
    if not wanted and not got:
        return 1.0, 1.0
    return both / max(1, sum(got.values())), both / max(1, sum(wanted.values()))


def score(pairs: list[tuple[str, str]]) -> dict[str, float]:
    """F1, precision and recall over (true, found) texts; an empty found text does not count for precision, as there."""
    results = [(compare(true, found), bool(_TOKEN.search(found))) for true, found in pairs]
    precision = statistics.mean([result[0] for result, said in results if said] or [0.0])
    recall = statistics.mean(result[1] for result, _ in results)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"f1": round(f1, 4), "precision": round(precision, 4), "recall": round(recall, 4)}


def measure(corpus: Path, facts: Path | None = None) -> dict[str, Any]:
    """Read every page of a corpus with Coranto and with trafilatura alone. Times are milliseconds a page, in one process."""
    truth: dict[str, dict[str, str]] = json.loads((corpus / "ground-truth.json").read_text("utf-8"))
    keys = sorted(truth)
    ours: list[tuple[str, str]] = []
    theirs: list[tuple[str, str]] = []
    spent = [0.0, 0.0]
    readings: dict[str, Reading] = {}
    _warm("<p>The first page pays for no imports.</p>", None)
    for key in keys:
        data = gzip.decompress((corpus / "html" / f"{key}.html.gz").read_bytes())
        began = time.perf_counter()
        reading = _read(data, truth[key].get("url"))
        middle = time.perf_counter()
        alone = trafilatura.extract(data, include_comments=False) or ""
        spent[0] += middle - began
        spent[1] += time.perf_counter() - middle
        ours.append((truth[key]["articleBody"], text_of_blocks(None, reading.blocks)))
        theirs.append((truth[key]["articleBody"], alone))
        readings[key] = reading
    return {
        "pages": len(keys),
        "coranto": {**score(ours), "ms_per_page": round(1000 * spent[0] / len(keys), 1)},
        "coranto_even_pages": score(ours[::2]),
        "coranto_odd_pages": score(ours[1::2]),
        "trafilatura": {**score(theirs), "ms_per_page": round(1000 * spent[1] / len(keys), 1)},
        **(right(json.loads(facts.read_text("utf-8")), readings) if facts else {}),
    }


def _read(data: bytes, url: str | None) -> Reading:
    try:
        return read_page(data, source="page", url=url)
    except ReadingError:
        return Reading("page", "page")


def right(facts: dict[str, dict[str, list[str]]], readings: dict[str, Reading]) -> dict[str, Any]:
    """Of the pages that state a headline, authors or a date: the share that was read rightly, 0.0 to 1.0, and the pages that were not.

    A byline is right when it holds exactly the names stated, capitals and degrees aside. A page that names no author is wrong,
    under `byline_invented`, when one was read from it.
    """
    wrong: dict[str, list[str]] = {"headline": [], "byline": [], "date": [], "invented": []}
    stated: Counter[str] = Counter()
    for key, fact in facts.items():
        reading = readings[key]
        stated.update(name for name in ("headline", "byline", "date") if fact[name])
        if fact["headline"] and _plain(reading.headline) not in map(_plain, fact["headline"]):
            wrong["headline"].append(key)
        names = sorted(_plain(name.split(",")[0]) for name in reading.byline)
        if names != sorted(map(_plain, fact["byline"])):
            wrong["byline" if fact["byline"] else "invented"].append(key)
        if fact["date"] and (reading.published or "")[:10] not in fact["date"]:
            wrong["date"].append(key)
    shares = {f"{name}_right": round(1 - len(wrong[name]) / max(1, stated[name]), 4) for name in ("headline", "byline", "date")}
    return {**shares, "stated": dict(stated), "byline_invented": wrong.pop("invented"), "wrong": wrong}


def _plain(text: str | None) -> str:
    return " ".join(_TOKEN.findall((text or "").casefold()))


if __name__ == "__main__":
    given = Path(sys.argv[2]) if len(sys.argv) > 2 else _FACTS
    sys.stdout.write(json.dumps(measure(Path(sys.argv[1]), given if given.is_file() else None), indent=2) + "\n")
