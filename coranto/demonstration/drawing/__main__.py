"""Draw every picture and write it to coranto/demonstration/images/."""

from __future__ import annotations

import sys
from pathlib import Path

from coranto.demonstration.drawing import portraits, scenes_of_roads, scenes_of_shores, scenes_of_works
from coranto.demonstration.drawing.linocut import Linocut

FOLDER = Path(__file__).parents[1] / "images"
SCENES = {
    "rider": scenes_of_roads.rider, "runner": scenes_of_roads.runner, "ship": scenes_of_roads.ship, "pigeon": scenes_of_roads.pigeon,
    "map": scenes_of_shores.chart, "lighthouse": scenes_of_shores.lighthouse, "letter": scenes_of_shores.letter, "wave": scenes_of_shores.wave,
    "press": scenes_of_works.press, "typecase": scenes_of_works.typecase, "proof": scenes_of_works.proof, "semaphore": scenes_of_works.semaphore,
    "poles": scenes_of_works.poles, "globe": scenes_of_works.globe, "halftone": scenes_of_works.halftone, "columns": scenes_of_works.columns,
    "typewriter": scenes_of_works.typewriter, "radio": scenes_of_works.radio, "newspapers": scenes_of_works.newspapers, "desert": scenes_of_works.desert,
}  # fmt: skip
SMALLEST_QUALITY = 24
LARGEST = 98_000  # bytes


def main(names: list[str]) -> int:
    """Draw the named pictures, or all."""
    FOLDER.mkdir(exist_ok=True)
    if not names or "logo" in names:
        portraits.mark().print().quantize(64).save(FOLDER / "logo.png", optimize=True)
    for name in names or [*SCENES, *portraits.SITTERS]:
        if name == "logo":
            continue
        cut = SCENES[name]() if name in SCENES else portraits.portrait(name)
        print(f"{name}: {_write(cut, FOLDER / f'{name}.webp')} bytes")
    return 0


def _write(cut: Linocut, place: Path) -> int:
    """The picture as WebP, at the best quality that stays below 98 kB."""
    picture, quality = cut.print(), 64
    while True:
        picture.save(place, "WEBP", quality=quality, method=6)
        if place.stat().st_size <= LARGEST or quality <= SMALLEST_QUALITY:
            return place.stat().st_size
        quality -= 8


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
