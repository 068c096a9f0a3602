"""Measure the reading of pages: `python -m coranto.reading.bench FOLDER` prints F1, precision, recall and time beside trafilatura's own.

The score is the F1 over 4-word shingles that the project scrapinghub/article-extraction-benchmark defines: a page counts as one
however long it is, precision and recall are means over pages. FOLDER holds ground-truth.json and html/<key>.html.gz.
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
_STATES = {
    "headline": re.compile(r'"headline"|property=["\']?og:title|<h1[\s>]', re.IGNORECASE),
    "published": re.compile(r'"datePublished"|published_time|<time[^>]+datetime|itemprop=["\']?datePublished', re.IGNORECASE),
    "byline": re.compile(r'"author"\s*:\s*[\[{"]|name=["\']?author["\' ]|rel=["\']?author', re.IGNORECASE),
}


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


def measure(corpus: Path) -> dict[str, Any]:
    """Read every page of a corpus with Coranto and with trafilatura alone. Times are milliseconds a page, in one process."""
    truth: dict[str, dict[str, str]] = json.loads((corpus / "ground-truth.json").read_text("utf-8"))
    keys = sorted(truth)
    ours: list[tuple[str, str]] = []
    theirs: list[tuple[str, str]] = []
    spent = [0.0, 0.0]
    stated: Counter[str] = Counter()
    found: Counter[str] = Counter()
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
        _count(reading, data.decode("utf-8", "replace"), stated, found)
    return {
        "pages": len(keys),
        "coranto": {**score(ours), "ms_per_page": round(1000 * spent[0] / len(keys), 1)},
        "coranto_even_pages": score(ours[::2]),
        "coranto_odd_pages": score(ours[1::2]),
        "trafilatura": {**score(theirs), "ms_per_page": round(1000 * spent[1] / len(keys), 1)},
        "stated_and_found": {name: f"{found[name]}/{stated[name]}" for name in _STATES},
    }


def _read(data: bytes, url: str | None) -> Reading:
    try:
        return read_page(data, source="page", url=url)
    except ReadingError:
        return Reading("page", "page")


def _count(reading: Reading, html: str, stated: Counter[str], found: Counter[str]) -> None:
    """A page that states a field in its marks counts; whether the value is right is for the cases with expected results."""
    for name, pattern in _STATES.items():
        if pattern.search(html):
            stated[name] += 1
            found[name] += bool(getattr(reading, name))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(Path(sys.argv[1])), indent=2) + "\n")
