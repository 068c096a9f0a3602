"""Map, lighthouse, letter, wave and desk: quieter pictures of the road's ends."""

from __future__ import annotations

import math

from coranto.demonstration.drawing.linocut import Linocut, Point, smooth


def chart() -> Linocut:
    """A map with post roads, stations, mountains and a compass rose."""
    cut = Linocut(21)
    cut.box("sea", 0, 0, 1600, 1000)
    cut.rows("sea", (0, 30, 1600, 1000), gap=22, width=8, length=150, wave=7, skip=0.12)
    coast = smooth([(300, -60), (360, 120), (250, 240), (330, 360), (220, 520), (330, 640), (430, 600), (520, 720), (470, 860), (600, 1060),
                    (1200, 1060), (1180, 900), (1290, 840), (1250, 690), (1400, 600), (1350, 420), (1460, 300), (1420, 120), (1500, -60)], closed=True)  # fmt: skip
    cut.shape("sea", coast, on=False)
    cut.shape("tint", coast)
    cut.line("red", [*coast, coast[0]], 9)
    cut.rows("tint", (200, 20, 1500, 1000), gap=40, width=6, length=90, slant=-10, skip=0.5)
    for x, y, size in ((520, 250, 1.0), (600, 220, 1.3), (690, 260, 1.0), (1120, 640, 1.2), (1200, 600, 0.9), (1050, 690, 0.9), (760, 210, 0.8)):
        _peak(cut, x, y, 86 * size)
    for x, y in ((420, 440), (455, 470), (480, 430), (960, 240), (1000, 270), (1040, 235), (720, 870), (760, 900), (800, 866), (1290, 300), (1320, 340)):
        _tree(cut, x, y)
    stations = [
        (430, 120),
        (560, 400),
        (470, 560),
        (660, 620),
        (830, 500),
        (760, 360),
        (980, 420),
        (1160, 330),
        (1300, 180),
        (900, 720),
        (850, 950),
        (1080, 860),
        (1200, 470),
    ]
    roads = [[0, 1, 2, 3, 4, 6, 7, 8], [1, 5, 4], [3, 9, 10], [9, 11], [6, 12]]
    for road in roads:
        _road(cut, [stations[stop] for stop in road])
    for number, (x, y) in enumerate(stations):
        cut.disc("tint", (x, y), 21, on=False)
        cut.disc("key", (x, y), 17)
        cut.disc("key", (x, y), 10, on=False)
        if number % 3 == 1:
            _town(cut, x, y)
    _rose(cut, 140, 820, 120)
    river = smooth([(640, 260), (690, 380), (640, 480), (740, 560), (700, 700), (560, 760)])
    cut.limb("tint", river, [4 + 10 * step / len(river) for step in range(len(river))], on=False)
    cut.limb("sea", river, [4 + 10 * step / len(river) for step in range(len(river))])
    return cut


def _peak(cut: Linocut, x: float, y: float, size: float) -> None:
    cut.shape("key", [(x - size * 0.62, y + size * 0.5), (x, y - size * 0.6), (x + size * 0.62, y + size * 0.5)])
    cut.shape("key", [(x - size * 0.5, y + size * 0.48), (x, y - size * 0.44), (x + size * 0.05, y + size * 0.48)], on=False)
    for step in range(4):
        cut.gouge("key", (x + size * 0.08, y - size * 0.3 + step * size * 0.2), (x + size * (0.22 + step * 0.08), y - size * 0.1 + step * size * 0.2), 6)


def _tree(cut: Linocut, x: float, y: float) -> None:
    cut.line("key", [(x, y), (x, y + 26)], 6)
    cut.blob("key", [(x - 16, y + 6), (x, y - 34), (x + 16, y + 6), (x, y + 14)])
    cut.gouge("key", (x - 4, y - 18), (x - 8, y + 4), 6)


def _road(cut: Linocut, stops: list[Point]) -> None:
    path = smooth(stops, steps=40)
    run = 0.0
    for before, after in zip(path, path[1:], strict=False):
        if run % 30 < 17:
            cut.line("red", [before, after], 9)
        run += math.dist(before, after)


def _town(cut: Linocut, x: float, y: float) -> None:
    cut.box("key", x + 22, y - 44, x + 74, y - 4)
    cut.shape("key", [(x + 16, y - 42), (x + 48, y - 74), (x + 80, y - 42)])
    cut.box("key", x + 30, y - 90, x + 40, y - 40)
    cut.box("key", x + 42, y - 26, x + 54, y - 4, on=False)


def _rose(cut: Linocut, x: float, y: float, size: float) -> None:
    cut.disc("sea", (x, y), size * 0.95, on=False)
    cut.ring("key", (x, y), size * 0.84, 7)
    for step in range(8):
        a = math.pi / 4 * step
        long = size * (0.92 if step % 2 == 0 else 0.55)
        tip = (x + long * math.cos(a), y + long * math.sin(a))
        for side, ink in ((1, "key"), (-1, "red")):
            b = a + side * math.pi / 8
            cut.shape(ink, [(x, y), tip, (x + size * 0.22 * math.cos(b), y + size * 0.22 * math.sin(b))])
    cut.disc("key", (x, y), 10, on=False)


def lighthouse() -> Linocut:
    """A lighthouse whose beam crosses a dark sea."""
    cut = Linocut(22)
    cut.box("sea", 0, 0, 1600, 1000)
    cut.box("key", 0, 0, 1600, 640)
    cut.rows("key", (0, 30, 1600, 640), gap=21, width=8, length=170, wave=10, skip=0.2)
    beam = [(470, 246), (1640, 40), (1640, 470), (470, 300)]
    for ink in ("key", "sea"):
        cut.shape(ink, beam, on=False)
    cut.shape("tint", beam)
    cut.rays("tint", (470, 272), inner=130, outer=1300, step=2.1, width=9, start=-12, end=12)
    cut.shape("key", [(380, 250), (-40, 160), (-40, 380), (380, 296)], on=False)
    cut.shape("sea", [(380, 250), (-40, 160), (-40, 380), (380, 296)], on=False)
    cut.shape("tint", [(380, 250), (-40, 160), (-40, 380), (380, 296)])
    cut.box("key", 0, 640, 1600, 1000)
    cut.rows("key", (0, 652, 1600, 1000), gap=24, width=12, length=180, wave=12, skip=0.14)
    for step in range(10):
        cut.gouge("tint", (1010 - step * 12, 660 + step * 30), (1380 + step * 8, 664 + step * 30), 12, on=True)
        cut.gouge("sea", (1010 - step * 12, 660 + step * 30), (1380 + step * 8, 664 + step * 30), 16)
        cut.gouge("key", (1010 - step * 12, 660 + step * 30), (1380 + step * 8, 664 + step * 30), 16)
    _rocks(cut)
    _tower(cut)
    cut.blob("key", [(1150, 604), (1180, 640), (1330, 640), (1366, 596), (1330, 616), (1190, 618)])
    for sail in ([(1258, 480), (1330, 592), (1258, 592)], [(1242, 500), (1180, 592), (1242, 592)]):
        for ink in ("key", "sea"):
            cut.shape(ink, sail, on=False)
    cut.shape("tint", [(1242, 500), (1180, 592), (1242, 592)])
    cut.blob("key", [(1140, 596), (1176, 648), (1334, 648), (1376, 588), (1330, 610), (1190, 612)], on=False)
    cut.blob("red", [(1150, 604), (1180, 640), (1330, 640), (1366, 596), (1330, 616), (1190, 618)])
    return cut


def _rocks(cut: Linocut) -> None:
    cut.blob("sea", [(60, 1010), (120, 800), (250, 690), (430, 640), (600, 690), (720, 780), (860, 840), (960, 1010)], on=False)
    cut.blob("key", [(60, 1040), (130, 810), (260, 706), (430, 660), (590, 706), (700, 796), (840, 860), (950, 1040)])
    for _ in range(64):
        x, y = cut.chance.uniform(150, 850), cut.chance.uniform(720, 980)
        if y > 690 + abs(x - 430) * 0.42:
            cut.gouge("key", (x, y), (x + cut.chance.uniform(-60, 20), y + cut.chance.uniform(26, 64)), 10)


def _tower(cut: Linocut) -> None:
    body = [(350, 690), (384, 330), (476, 330), (510, 690)]
    for ink in ("key", "sea", "tint"):
        cut.shape(ink, [(340, 694), (374, 326), (486, 326), (520, 694)], on=False)
    cut.line("key", [*body, body[0]], 8)
    for top, bottom in ((390, 460), (530, 600)):
        slope = (350 - 384) / 360
        cut.shape(
            "red",
            [
                (384 + slope * (top - 330), top),
                (476 - slope * (top - 330), top),
                (476 - slope * (bottom - 330), bottom),
                (384 + slope * (bottom - 330), bottom),
            ],
        )
    for step in range(22):
        y = 342 + step * 16
        cut.gouge("key", (470 + (y - 330) * 0.09, y), (436 - step % 3 * 10 + (y - 330) * 0.03, y + 3), 7, on=True)
    for y in (480, 620):
        cut.box("key", 420, y, 440, y + 34)
    cut.box("key", 362, 314, 498, 334)
    cut.box("tint", 392, 232, 468, 316)
    for x in (392, 417, 443, 468):
        cut.line("key", [(x, 232), (x, 316)], 6)
    cut.shape("key", [(376, 236), (430, 166), (484, 236)])
    cut.limb("key", [(430, 176), (430, 130)], [7, 3])
    for x in range(366, 500, 22):
        cut.line("key", [(x, 314), (x, 288)], 4)
    cut.line("key", [(366, 289), (496, 289)], 4)
    cut.box("key", 410, 650, 450, 700)


def letter() -> Linocut:
    """A sealed letter and a feather on a table."""
    cut = Linocut(23)
    cut.box("red", 0, 0, 1600, 1000)
    cut.rows("red", (0, 20, 1600, 1000), gap=46, width=8, length=420, wave=5, skip=0.25)
    tilt = lambda x, y: (780 + (x - 780) * 0.985 + (y - 520) * 0.17, 520 + (y - 520) * 0.985 - (x - 780) * 0.17)  # noqa: E731
    cut.shape("key", [tilt(x, y) for x, y in ((300, 290), (1220, 290), (1220, 870), (300, 870))])
    sheet = [tilt(x, y) for x, y in ((280, 250), (1200, 250), (1200, 830), (280, 830))]
    for ink in ("key", "red"):
        cut.shape(ink, sheet, on=False)
    cut.line("key", [*sheet, sheet[0]], 8)
    for row in range(3):
        y = 480 + row * 84
        words = 0.0
        while words < 520 - row * 90:
            long = cut.chance.uniform(50, 130)
            script = smooth([tilt(420 + words + s, y + (9 if (s // 9) % 2 else -9)) for s in range(0, int(long), 9)])
            cut.line("key", script, 6)
            words += long + 34
    stamp = [tilt(x, y) for x, y in ((1000, 290), (1150, 290), (1150, 470), (1000, 470))]
    cut.shape("sea", stamp)
    for step in range(9):
        for x, y in ((1000 + step * 18.7, 290), (1000 + step * 18.7, 470), (1000, 290 + step * 22.5), (1150, 290 + step * 22.5)):
            cut.disc("sea", tilt(x, y), 7, on=False)
    cut.blob("sea", [tilt(x, y) for x, y in ((1020, 400), (1060, 372), (1100, 340), (1128, 350), (1110, 380), (1124, 410), (1080, 412), (1040, 430))], on=False)
    for radius in (86, 70, 30):
        cut.ring("key", tilt(950, 410), radius, 6)
    for step in range(4):
        cut.line("key", smooth([tilt(640 + x, 344 + step * 26 + 9 * math.sin(x / 26)) for x in range(0, 230, 10)]), 6)
    _feather(cut)
    return cut


def _feather(cut: Linocut) -> None:
    spine = smooth([(1180, 930), (1270, 700), (1340, 470), (1330, 210), (1280, 90)])
    left = [(x - 86 * math.sin(math.pi * min(1, step / len(spine) * 1.02)) ** 0.8 - 2, y + 16) for step, (x, y) in enumerate(spine[12:])]
    right = [(x + 62 * math.sin(math.pi * min(1, step / len(spine) * 1.02)) ** 0.8 + 2, y + 26) for step, (x, y) in enumerate(spine[12:])]
    vane = left + right[::-1]
    for ink in ("red", "key"):
        cut.shape(ink, [(x + 14, y + 20) for x, y in vane], on=ink == "key")
    for ink in ("red", "key"):
        cut.shape(ink, vane, on=False)
    cut.shape("tint", vane)
    cut.line("key", [*vane, vane[0]], 6)
    for (x, y), (lx, ly), (rx, ry) in list(zip(spine[12:], left, right, strict=True))[2::2]:
        cut.gouge("key", (x, y), (lx, ly - 12), 6, on=True)
        cut.gouge("key", (x, y), (rx, ry - 22), 5, on=True)
    cut.limb("key", spine, [11 - 8 * step / len(spine) for step in range(len(spine))])


def wave() -> Linocut:
    """A great wave, a black steamer behind it, people on the beach."""
    cut = Linocut(24)
    cut.box("tint", 0, 0, 1600, 1000)
    cut.rows("tint", (0, 30, 1600, 560), gap=30, width=9, length=280, wave=5, skip=0.3)
    cut.disc("red", (1240, 250), 140)
    _steamer(cut)
    cut.blob("sea", [(-80, 640), (500, 600), (1000, 620), (1700, 590), (1700, 1100), (-80, 1100)])
    cut.blob("tint", [(-80, 640), (500, 600), (1000, 620), (1700, 590), (1700, 1100), (-80, 1100)], on=False)
    cut.rows("sea", (0, 620, 1600, 1000), gap=26, width=11, length=170, wave=14, skip=0.2)
    _breaker(cut)
    cut.blob("key", [(520, 1080), (700, 930), (1000, 890), (1400, 850), (1720, 830), (1720, 1100)])
    cut.rows("key", (640, 940, 1600, 1000), gap=20, width=7, length=80, skip=0.5)
    for number, (x, y) in enumerate(((920, 880), (985, 868), (1060, 874), (1125, 858), (1215, 852), (1290, 846), (1400, 842), (1470, 836))):
        _person(cut, x, y, 1 + 0.12 * (number % 3), hat=number % 2 == 0)
    return cut


def _steamer(cut: Linocut) -> None:
    smoke = [(1010, 300), (960, 220), (860, 190), (760, 120), (620, 110), (500, 60), (640, 60), (800, 70), (920, 130), (1020, 180), (1050, 290)]
    cut.blob("key", smoke)
    for step in range(14):
        x, y = 1000 - step * 34, 250 - step * 14
        cut.ring("key", (x, y), 22 + step % 3 * 8, 7, on=False, start=150, end=320)
    cut.blob("key", [(760, 540), (800, 630), (1260, 630), (1330, 520), (1240, 552), (860, 556)])
    cut.box("key", 1000, 300, 1060, 560)
    cut.box("key", 1000, 326, 1060, 340, on=False)
    for x in (890, 1170):
        cut.limb("key", [(x, 560), (x, 220)], [13, 6])
        for y in (290, 380, 470):
            cut.line("key", [(x - 70, y), (x + 70, y)], 7)
        cut.line("key", [(x, 226), (x - 110, 550)], 3)
        cut.line("key", [(x, 226), (x + 110, 550)], 3)
    cut.disc("key", (1030, 590), 74)
    cut.disc("key", (1030, 590), 58, on=False)
    for step in range(10):
        a = math.tau * step / 10
        cut.line("key", [(1030, 590), (1030 + 62 * math.cos(a), 590 + 62 * math.sin(a))], 5)
    for x in range(820, 960, 40):
        cut.box("key", x, 582, x + 16, 596, on=False)


def _breaker(cut: Linocut) -> None:
    body = [
        (-80, 1100),
        (-80, 520),
        (40, 360),
        (200, 250),
        (400, 230),
        (540, 320),
        (560, 420),
        (500, 380),
        (420, 370),
        (380, 430),
        (400, 540),
        (480, 700),
        (640, 860),
        (560, 1100),
    ]
    cut.blob("sea", body, on=False)
    cut.blob("tint", body, on=False)
    cut.blob("key", body)
    for lane in range(8):
        shift = lane * 34
        path = smooth(
            [(-40 + shift * 0.4, 1000), (20 + shift, 700 + shift * 0.2), (110 + shift * 0.8, 480 + shift * 0.5), (250 + shift * 0.3, 330 + shift * 0.35)]
        )
        for before, after in list(zip(path[::7], path[6::7], strict=False)):
            cut.gouge("key", before, after, 13)
    for step in range(17):
        t = step / 16
        x, y = 60 + 490 * t, 330 - 150 * math.sin(math.pi * (0.15 + t * 0.62)) + 130 * t * t
        r = 30 - 8 * t
        for ink in ("key", "sea", "tint"):
            cut.disc(ink, (x, y), r, on=False)
        cut.ring("key", (x, y), r, 6, start=130, end=400)
    for _ in range(40):
        x, y = cut.chance.uniform(420, 720), cut.chance.uniform(300, 520)
        cut.disc("tint", (x, y), cut.chance.uniform(4, 11), on=False)


def _person(cut: Linocut, x: float, y: float, size: float, *, hat: bool) -> None:
    cut.blob(
        "red", [(x - 26 * size, y + 40), (x - 20 * size, y - 40 * size), (x, y - 58 * size), (x + 20 * size, y - 40 * size), (x + 26 * size, y + 40)], on=hat
    )
    cut.blob(
        "tint",
        [(x - 26 * size, y + 40), (x - 20 * size, y - 40 * size), (x, y - 58 * size), (x + 20 * size, y - 40 * size), (x + 26 * size, y + 40)],
        on=not hat,
    )
    cut.blob("key", [(x - 27 * size, y + 44), (x - 21 * size, y - 40 * size), (x, y - 60 * size), (x + 6 * size, y - 40 * size), (x - 4 * size, y + 44)])
    cut.disc("key", (x, y - 72 * size), 17 * size)
    if hat:
        cut.shape("key", [(x - 34 * size, y - 74 * size), (x, y - 104 * size), (x + 34 * size, y - 74 * size)])
