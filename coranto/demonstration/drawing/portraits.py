"""Portraits of invented contributors: heads cut in two colours, each with hair, collar and light of its own."""

from __future__ import annotations

from dataclasses import dataclass

from coranto.demonstration.drawing.linocut import Linocut


@dataclass(frozen=True, slots=True)
class Sitter:
    """How somebody looks: the ground behind, the coat, the hair's shape, and whether there are glasses, a beard, a scarf."""

    ground: str
    coat: str
    hair: str
    glasses: bool = False
    beard: bool = False
    seed: int = 1


SITTERS = {
    "portrait-carrow": Sitter("tint", "sea", "bun", glasses=True, seed=51),
    "portrait-welk": Sitter("sea", "key", "short", beard=True, seed=52),
    "portrait-haddar": Sitter("red", "key", "scarf", seed=53),
    "portrait-mizuno": Sitter("tint", "key", "bob", seed=54),
    "portrait-varenne": Sitter("sea", "red", "curls", glasses=True, seed=55),
    "portrait-osuna": Sitter("sea", "tint", "bald", beard=True, seed=58),
    "portrait-folarin": Sitter("red", "tint", "short", glasses=True, seed=57),
    "portrait-ollmann": Sitter("tint", "red", "long", seed=56),
}


def portrait(name: str) -> Linocut:
    """A portrait, 800 by 800."""
    sitter = SITTERS[name]
    cut = Linocut(sitter.seed, 800, 800, margin=0)
    cut.box(sitter.ground, 0, 0, 800, 800)
    cut.rays(sitter.ground, (400, 380), inner=300, outer=620, step=7, width=11)
    _hair_behind(cut, sitter)
    cut.blob("key", [(60, 860), (110, 660), (290, 590), (510, 590), (690, 660), (740, 860)])
    if sitter.coat != "key":
        cut.blob("key", [(84, 860), (130, 674), (296, 608), (504, 608), (670, 674), (716, 860)], on=False)
        cut.blob(sitter.ground, [(84, 860), (130, 674), (296, 608), (504, 608), (670, 674), (716, 860)], on=False)
        cut.blob(sitter.coat, [(84, 860), (130, 674), (296, 608), (504, 608), (670, 674), (716, 860)])
    for side in (-1, 1):
        for row in range(7):
            x, y = 400 + side * (130 + row * 26), 660 + row * 26
            cut.gouge("key" if sitter.coat == "key" else sitter.coat, (x, y), (x + side * 60, y + 44), 9)
    head = [(280, 330), (296, 220), (400, 168), (504, 220), (520, 330), (500, 450), (440, 536), (400, 548), (360, 536), (300, 450)]
    neck = [(334, 470), (466, 470), (480, 640), (400, 680), (320, 640)]
    for outline in (neck, head):
        cut.blob("key", [(400 + (x - 400) * 1.05, 370 + (y - 370) * 1.04) for x, y in outline])
        for ink in {sitter.ground, "key", sitter.coat}:
            cut.blob(ink, outline, on=False)
    _shadow(cut)
    _features(cut, sitter)
    _hair(cut, sitter)
    return cut


def _shadow(cut: Linocut) -> None:
    """The side away from the light, in strokes that follow the face."""
    for row in range(13):
        y = 270 + row * 20
        reach = 34 + 16 * (1 - abs(row - 6) / 6)
        cut.gouge("key", (512 - row * row * 0.32, y), (512 - row * row * 0.32 - reach, y + 10), 8, on=True)
    for row in range(6):
        cut.gouge("key", (470, 560 + row * 14), (400 - row * 4, 572 + row * 14), 8, on=True)


def _features(cut: Linocut, sitter: Sitter) -> None:
    for side in (-1, 1):
        x = 400 + side * 54
        cut.gouge("key", (x - 32, 306), (x + 32, 302), 12, on=True)
        cut.gouge("key", (x - 25, 342), (x + 25, 342), 15, on=True)
        cut.disc("key", (x, 343), 8)
        if sitter.glasses:
            cut.ring("key", (x, 342), 42, 9)
    if sitter.glasses:
        cut.line("key", [(388, 336), (412, 336)], 8)
    cut.gouge("key", (404, 350), (390, 426), 9, on=True)
    cut.gouge("key", (388, 432), (420, 430), 9, on=True)
    cut.gouge("key", (362, 472), (440, 470), 13, on=True)
    cut.gouge("red" if not sitter.beard else "key", (374, 486), (428, 486), 10, on=True)
    if sitter.beard:
        cut.blob("key", [(300, 430), (330, 452), (400, 448), (470, 452), (500, 430), (490, 520), (430, 590), (370, 590), (310, 520)])
        cut.gouge("key", (362, 474), (440, 472), 15)
        for row in range(26):
            x, y = 320 + cut.chance.random() * 160, 480 + cut.chance.random() * 80
            cut.gouge("key", (x, y), (x + (x - 400) * 0.1, y + 34), 6)


def _hair_behind(cut: Linocut, sitter: Sitter) -> None:
    if sitter.hair == "long":
        cut.blob("key", [(230, 300), (300, 140), (400, 120), (500, 140), (570, 300), (600, 640), (500, 700), (300, 700), (200, 640)])
    elif sitter.hair == "scarf":
        cut.blob("key", [(220, 330), (280, 130), (400, 96), (520, 130), (580, 330), (570, 560), (640, 720), (400, 760), (160, 720), (230, 560)])
        for row in range(12):
            cut.gouge("key", (236 + row * 3, 300 + row * 34), (270, 330 + row * 34), 8)
            cut.gouge("key", (564 - row * 3, 300 + row * 34), (530, 330 + row * 34), 8)
    elif sitter.hair == "bob":
        cut.blob("key", [(236, 330), (290, 140), (400, 110), (510, 140), (564, 330), (560, 520), (240, 520)])
    elif sitter.hair == "bun":
        cut.disc("key", (400, 116), 74)
        cut.blob("key", [(262, 330), (290, 170), (400, 130), (510, 170), (538, 330), (400, 380)])
    elif sitter.hair == "curls":
        for place in range(22):
            angle = place * 0.52
            cut.disc("key", (400 + 150 * (1 if place % 2 else -1) * abs(((place * 37) % 100) / 100), 210 + ((place * 53) % 170) + angle), 58)


def _hair(cut: Linocut, sitter: Sitter) -> None:
    if sitter.hair == "bald":
        return
    tops = {
        "short": [(272, 320), (286, 190), (400, 138), (514, 190), (528, 320), (500, 262), (400, 226), (300, 262)],
        "bun": [(276, 330), (292, 196), (400, 150), (508, 196), (524, 330), (480, 250), (400, 222), (320, 250)],
        "bob": [(268, 420), (284, 180), (400, 134), (516, 180), (532, 420), (500, 300), (470, 262), (330, 262), (300, 300)],
        "long": [(266, 420), (286, 180), (400, 134), (514, 180), (534, 420), (504, 300), (420, 214), (330, 250), (296, 320)],
        "scarf": [(270, 330), (286, 186), (400, 140), (514, 186), (530, 330), (496, 268), (400, 240), (304, 268)],
        "curls": [(272, 310), (290, 184), (400, 140), (510, 184), (528, 310), (480, 246), (400, 232), (320, 246)],
    }  # fmt: skip
    cut.blob("key", tops[sitter.hair])
    for row in range(9):
        x = 312 + row * 22
        cut.gouge("key", (x, 214 + abs(row - 4) * 6), (400 + (x - 400) * 0.55, 168), 5)


def mark() -> Linocut:
    """The magazine's mark: a post horn, its bell to the left, on a red ground."""
    cut = Linocut(60, 512, 512, margin=0)
    cut.box("red", 0, 0, 512, 512)
    for ink in ("red",):
        cut.ring(ink, (268, 262), 104, 34, on=False)
        cut.limb(ink, [(268, 158), (180, 176), (96, 240)], [34, 44, 150], on=False)
        cut.limb(ink, [(268, 366), (360, 366), (436, 366)], [30, 24, 22], on=False)
        cut.limb(ink, [(430, 346), (430, 386)], [22, 22], on=False)
    return cut
