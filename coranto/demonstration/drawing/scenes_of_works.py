"""Pictures of what made and carried the news since the press: press, type, proof, semaphore, wire, radio, paper."""

from __future__ import annotations

import math

from coranto.demonstration.drawing.linocut import Linocut, Point, smooth


def press() -> Linocut:
    """A hand press, its frame black against an ochre wall."""
    cut = Linocut(31)
    cut.box("tint", 0, 0, 1600, 1000)
    cut.rows("tint", (0, 40, 1600, 800), gap=34, width=7, length=210, wave=5, skip=0.4)
    cut.box("key", 0, 850, 1600, 1000)
    cut.rows("key", (0, 862, 1600, 1000), gap=20, width=8, length=190, skip=0.2)
    for x in (520, 1010):
        cut.box("key", x, 110, x + 74, 880)
        for y in range(150, 860, 34):
            cut.gouge("key", (x + 12, y), (x + 58, y + 8), 7)
    cut.box("key", 470, 90, 1130, 180)
    cut.rows("key", (486, 108, 1114, 166), gap=19, width=7, length=120, skip=0.2)
    cut.box("key", 500, 560, 1100, 616)
    cut.limb("key", [(798, 180), (798, 420)], [62, 54])
    for y in range(200, 400, 26):
        cut.gouge("key", (768, y + 12), (828, y - 4), 8)
    cut.limb("red", smooth([(798, 330), (900, 322), (1080, 300), (1270, 250)]), [26] * 43)
    cut.disc("red", (1280, 246), 34)
    cut.box("key", 640, 420, 956, 486)
    cut.rows("key", (652, 432, 944, 476), gap=15, width=6, length=90, skip=0.1)
    cut.shape("key", [(180, 640), (1350, 640), (1420, 700), (110, 700)])
    cut.rows("key", (150, 652, 1390, 692), gap=14, width=6, length=150, skip=0.15)
    for x in (230, 1300):
        cut.limb("key", [(x, 700), (x - 10, 870)], [46, 36])
    cut.shape("key", [(1010, 636), (1330, 636), (1500, 420), (1180, 420)], on=False)
    cut.shape("red", [(1030, 628), (1312, 628), (1468, 436), (1190, 436)])
    for row in range(8):
        y = 456 + row * 21
        cut.gouge("red", (1186 - row * 16, y), (1440 - row * 16, y), 9)
    return cut


def typecase() -> Linocut:
    """A case of type seen from above, its compartments of different sizes, a few letters standing."""
    cut = Linocut(32)
    cut.box("key", 0, 0, 1600, 1000)
    columns, left = [150, 150, 110, 200, 130, 180, 150, 120, 190, 150], 60
    for column, width in enumerate(columns):
        top, rows = 70, [150, 200, 120, 180, 170] if column % 2 else [190, 130, 210, 150, 140]
        for row, height in enumerate(rows):
            cut.box("key", left, top, left + width - 16, top + height - 16, on=False)
            ink = "red" if (column, row) in {(3, 2), (7, 1)} else "tint"
            if ink == "red" or (column * 3 + row) % 4 != 1:
                cut.box(ink, left, top, left + width - 16, top + height - 16)
            for piece in range(int(width * height / 1700)):
                x, y = left + 14 + cut.chance.random() * (width - 62), top + 14 + cut.chance.random() * (height - 66)
                turn = cut.chance.uniform(-0.5, 0.5)
                cut.gouge("key", (x, y), (x + 30 * math.cos(turn), y + 30 * math.sin(turn)), 15, on=True)
                if piece % 3 == 0:
                    cut.gouge(ink, (x + 4, y + 3), (x + 22, y + 6), 5)
            top += height
        left += width
    return cut


def proof() -> Linocut:
    """A galley proof with a red pencil's corrections in its margin."""
    cut = Linocut(33)
    cut.box("sea", 0, 0, 1600, 1000)
    cut.rows("sea", (0, 0, 1600, 1000), gap=28, width=6, length=200, wave=6, skip=0.35)
    cut.shape("key", [(346, 90), (1176, 60), (1220, 1000), (330, 1000)])
    cut.shape("key", [(330, 74), (1158, 46), (1196, 1000), (316, 1000)], on=False)
    cut.shape("sea", [(330, 74), (1158, 46), (1196, 1000), (316, 1000)], on=False)
    cut.box("key", 420, 130, 960, 190)
    cut.rows("key", (430, 142, 950, 180), gap=16, width=7, length=90, skip=0.1)
    for row in range(19):
        y, x = 236 + row * 40, 420.0
        end = 980 if row % 6 != 5 else 720
        while x < end:
            long = cut.chance.uniform(26, 88)
            cut.line("key", [(x, y), (min(x + long, end), y - 0.6)], 13)
            x += long + 15
    for y, kind in ((316, 0), (516, 1), (716, 2)):
        cut.line("red", smooth([(560, y + 6), (640, y - 8), (720, y + 9), (800, y - 4)]), 9)
        cut.line("red", smooth([(800, y), (900, y - 40), (1030, y - 20)]), 7)
        cut.ring("red", (1078, y - 18), 34 if kind != 1 else 24, 9, start=20, end=330)
        if kind == 2:
            cut.line("red", [(1050, y - 50), (1112, y + 16)], 9)
    cut.limb("red", [(1500, 260), (1250, 560)], [48, 44])
    cut.shape("tint", [(1232, 544), (1272, 578), (1196, 640)])
    cut.shape("key", [(1212, 606), (1226, 618), (1196, 640)])
    cut.line("key", [(1480, 250), (1232, 548)], 5)
    cut.line("key", [(1518, 282), (1272, 576)], 5)
    return cut


def semaphore() -> Linocut:
    """A Chappe telegraph on its tower, another on the next hill."""
    cut = Linocut(34)
    cut.box("sea", 0, 0, 1600, 1000)
    cut.rays("sea", (1130, 700), inner=120, outer=1400, step=5, width=13)
    cut.disc("sea", (1130, 700), 196, on=False)
    cut.disc("tint", (1130, 700), 190)
    cut.blob("key", [(-80, 830), (300, 700), (640, 790), (980, 740), (1300, 800), (1680, 720), (1700, 1100), (-80, 1100)])
    cut.rows("key", (0, 760, 1600, 1000), gap=22, width=9, length=140, slant=10, skip=0.25)
    for x, base, size in ((430, 740, 1.0), (1250, 770, 0.36)):
        cut.shape("key", [(x - 90 * size, base + 20), (x + 90 * size, base + 20), (x + 66 * size, base - 300 * size), (x - 66 * size, base - 300 * size)])
        cut.shape("key", [(x - 92 * size, base - 296 * size), (x + 92 * size, base - 296 * size), (x, base - 372 * size)])
        for row in range(int(8 * size) + 1):
            y = base - 30 - row * 34 * size
            cut.gouge("key", (x - 60 * size, y), (x + 56 * size, y + 6), 8 * size)
        cut.limb("key", [(x, base - 340 * size), (x, base - 600 * size)], [26 * size, 20 * size])
        a = math.radians(-24)
        ends = [(x + s * 190 * size * math.cos(a), base - 590 * size + s * 190 * size * math.sin(a)) for s in (-1, 1)]
        cut.limb("red", ends, [34 * size, 34 * size])
        cut.limb("key", [ends[0], (ends[0][0] + 20 * size, ends[0][1] - 150 * size)], [28 * size, 22 * size])
        cut.limb("key", [ends[1], (ends[1][0] + 120 * size, ends[1][1] + 70 * size)], [28 * size, 22 * size])
        cut.disc("key", (x, base - 590 * size), 26 * size)
    return cut


def poles() -> Linocut:
    """Telegraph poles into the distance under a red sky."""
    cut = Linocut(35)
    cut.box("red", 0, 0, 1600, 690)
    cut.rows("red", (0, 40, 1600, 700), gap=24, width=9, length=260, wave=12, skip=0.3)
    cut.box("tint", 0, 660, 1600, 1000)
    cut.rows("tint", (0, 680, 1600, 1000), gap=22, width=7, length=120, slant=8, skip=0.3)
    cut.blob("key", [(-60, 720), (400, 668), (900, 690), (1680, 676), (1700, 730), (-60, 760)])
    places = [(240, 960, 1.0), (640, 850, 0.66), (900, 780, 0.44), (1076, 740, 0.3), (1200, 716, 0.2), (1286, 702, 0.13)]
    for x, base, size in places:
        cut.limb("key", [(x, base), (x + 6 * size, base - 860 * size)], [44 * size, 28 * size])
        for arm, width in ((800, 250), (700, 210)):
            cut.limb("key", [(x - width * size / 1.4, base - arm * size), (x + width * size / 1.4, base - arm * size)], [24 * size, 24 * size])
            for peg in (-0.9, -0.5, 0.5, 0.9):
                cut.limb(
                    "key", [(x + peg * width * size / 1.5, base - arm * size), (x + peg * width * size / 1.5, base - (arm + 44) * size)], [16 * size, 12 * size]
                )
        for y in range(60, 640, 40):
            cut.gouge("key", (x - 14 * size, base - y * size), (x + 4 * size, base - (y + 30) * size), 7 * size)
    for (x, base, size), (x2, base2, size2) in zip(places, places[1:], strict=False):
        for arm, width, peg in ((844, 250, -0.9), (844, 250, 0.9), (744, 210, 0.5)):
            start, end = (x + peg * width * size / 1.5, base - arm * size), (x2 + peg * width * size2 / 1.5, base2 - arm * size2)
            middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 + 34 * size)
            cut.line("key", smooth([start, middle, end]), max(2.5, 5 * size))
    return cut


def globe() -> Linocut:
    """A globe on its stand, lines of agencies drawn from city to city."""
    cut = Linocut(36)
    cut.box("tint", 0, 0, 1600, 1000)
    cut.rays("tint", (800, 450), inner=380, outer=1100, step=6, width=12)
    cut.disc("key", (800, 450), 372)
    cut.disc("key", (800, 450), 356, on=False)
    cut.disc("sea", (800, 450), 356)
    cut.disc("tint", (800, 450), 366, on=False)
    for flat in (0.3, 0.68):
        cut.ring("sea", (800, 450), 356, 5, on=False, flat=1.0)
        turn = [(800 + 356 * flat * math.cos(a / 40), 450 + 356 * math.sin(a / 40)) for a in range(252)]
        cut.line("sea", turn, 6, on=False)
    for y in (-200, -100, 0, 100, 200):
        half = math.sqrt(356**2 - y**2)
        cut.line("sea", [(800 - half, 450 + y), (800 + half, 450 + y)], 6, on=False)
    for outline in (
        [(620, 250), (700, 190), (800, 210), (780, 300), (700, 330), (640, 320)],
        [(700, 400), (790, 360), (880, 420), (860, 540), (790, 640), (740, 560), (690, 480)],
        [(880, 230), (980, 220), (1080, 320), (1060, 420), (960, 400), (900, 330)],
        [(520, 400), (580, 380), (610, 480), (570, 600), (520, 540)],
    ):
        cut.blob("key", outline)
        left, right = min(x for x, _y in outline), max(x for x, _y in outline)
        for _cut in range(14):
            x, y = cut.chance.uniform(left, right), cut.chance.uniform(min(y for _x, y in outline), max(y for _x, y in outline))
            cut.gouge("key", (x - 24, y), (x + 24, y + 4), 7)
    cities = [(690, 260), (770, 450), (990, 310), (560, 470), (830, 590)]
    for a in cities:
        for b in cities:
            if a < b:
                cut.line("red", smooth([a, ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2 - 60), b]), 7)
    for city in cities:
        cut.disc("red", city, 17)
    cut.ring("key", (800, 450), 410, 26, start=-60, end=120)
    cut.limb("key", [(800, 850), (800, 930)], [40, 120])
    cut.box("key", 600, 920, 1000, 970)
    return cut


def halftone() -> Linocut:
    """A face dissolving into the dots of a wire photograph."""
    cut = Linocut(37)
    cut.box("sea", 0, 0, 1600, 1000)
    cut.box("sea", 470, 80, 1130, 920, on=False)
    cut.box("key", 462, 72, 1138, 928)
    cut.box("key", 478, 88, 1122, 912, on=False)

    def shade(x: float, y: float) -> float:
        dx, dy = (x - 800) / 215, (y - 440) / 275
        face = dx * dx + dy * dy
        light = 0.16 + 0.55 * max(0.0, (x - 700) / 430) if face < 1 else 0.1
        if (dx * dx) / 1.35 + ((y - 350) / 270) ** 2 < 1 and y < 330 + 40 * abs(dx):
            light = 0.95
        for eye in (-0.42, 0.42):
            if ((dx - eye) / 0.17) ** 2 + ((y - 420) / 17) ** 2 < 1:
                light = 1.0
        if abs(dx) < 0.32 and abs(y - 585 - 20 * dx * dx) < 13:
            light = 0.95
        if abs(dx - 0.08) < 0.07 and 430 < y < 520:
            light = 0.6
        if y > 690 and abs(x - 800) < 120 + (y - 690) * 1.2:
            light = 0.9 if abs(x - 800) > (y - 690) * 0.35 else 0.2
        return light

    step = 19
    for row, y in enumerate(range(100, 905, step)):
        for x in range(490 + (row % 2) * step // 2, 1115, step):
            cut.disc("key", (x, y), 1.5 + 9.5 * shade(x, y))
    cut.box("red", 478, 620, 1122, 632)
    for x in range(30, 460, 26):
        cut.line("sea", [(x, 500 + 120 * math.sin(x / 34)), (x + 26, 500 + 120 * math.sin((x + 26) / 34))], 10, on=False)
        cut.line("sea", [(1140 + x, 500 + 120 * math.sin(x / 34)), (1166 + x, 500 + 120 * math.sin((x + 26) / 34))], 10, on=False)
    return cut


def columns() -> Linocut:
    """A newspaper page whose censored columns stand white."""
    cut = Linocut(38)
    cut.box("tint", 0, 0, 1600, 1000)
    cut.rows("tint", (0, 0, 1600, 1000), gap=30, width=7, length=180, skip=0.4)
    cut.box("key", 250, 60, 1370, 1000)
    cut.box("key", 232, 44, 1350, 1000, on=False)
    cut.box("tint", 232, 44, 1350, 1000, on=False)
    cut.box("key", 300, 90, 1280, 170)
    cut.rows("key", (312, 104, 1268, 158), gap=18, width=8, length=110, skip=0.1)
    for y in (190, 202):
        cut.line("key", [(300, y), (1280, y)], 4)
    for column in range(5):
        left = 300 + column * 198
        for row in range(24):
            y = 232 + row * 32
            white = (column == 1 and row > 4) or (column == 3 and 2 < row < 15) or (column == 4 and row > 17)
            if not white:
                cut.line("key", [(left, y), (left + (172 if row % 7 != 6 else 110), y)], 12)
        if column < 4:
            cut.line("key", [(left + 185, 222), (left + 185, 1000)], 3)
    for left, top, bottom in ((490, 392, 980), (886, 328, 690)):
        cut.line("red", [(left + 6, top), (left + 180, bottom)], 15)
        cut.line("red", [(left + 180, top), (left + 6, bottom)], 15)
    return cut


def typewriter() -> Linocut:
    """A typewriter with six sheets and carbon paper between them."""
    cut = Linocut(39)
    cut.box("red", 0, 0, 1600, 1000)
    cut.rays("red", (800, 620), inner=420, outer=1200, step=7, width=13)
    for sheet in range(6):
        x, y = 520 + sheet * 14, 60 + sheet * 16
        cut.shape("key", [(x - 5, y - 5), (x + 505, y - 5), (x + 505, 520), (x - 5, 520)])
        cut.shape("key", [(x, y), (x + 500, y), (x + 500, 520), (x, 520)], on=sheet == 4)
        cut.shape("red", [(x, y), (x + 500, y), (x + 500, 520), (x, 520)], on=False)
    for row in range(7):
        y, x = 200 + row * 38, 640.0
        while x < 1030 and not (row == 6 and x > 800):
            long = cut.chance.uniform(24, 76)
            cut.line("key", [(x, y), (x + long, y)], 11)
            x += long + 15
    cut.box("key", 330, 470, 1290, 560)
    cut.rows("key", (350, 486, 1270, 546), gap=17, width=7, length=160, skip=0.1)
    for x in (300, 1320):
        cut.disc("key", (x, 515), 58)
        cut.disc("tint", (x, 515), 22)
        cut.disc("key", (x, 515), 22, on=False)
    cut.blob("key", [(380, 560), (1230, 560), (1330, 760), (1380, 940), (230, 940), (280, 760)])
    for row in range(4):
        for key in range(11 - row % 2):
            x, y = 356 + key * 86 + (row % 2) * 43 - row * 8, 650 + row * 72
            cut.disc("key", (x, y), 31, on=False)
            cut.disc("tint", (x, y), 31)
            cut.disc("key", (x, y), 20)
            cut.gouge("key", (x - 9, y - 3), (x + 9, y - 3), 6)
    return cut


def radio() -> Linocut:
    """A mast that sends, people on a square listening."""
    cut = Linocut(40)
    cut.box("sea", 0, 0, 1600, 1000)
    for radius in range(120, 1300, 76):
        cut.ring("sea", (800, 210), radius, 22, on=False, start=-200, end=20 + radius // 60)
    for side in (-1, 1):
        cut.limb("key", [(800 + side * 12, 190), (800 + side * 150, 820)], [14, 24])
    for step in range(9):
        y = 250 + step * 64
        half = 12 + (y - 190) * 0.219
        cut.line("key", [(800 - half, y), (800 + half, y)], 9)
        lower = 12 + (y + 64 - 190) * 0.219
        cut.line("key", [(800 - half, y), (800 + lower, y + 64)], 7)
        cut.line("key", [(800 + half, y), (800 - lower, y + 64)], 7)
    cut.disc("red", (800, 178), 40)
    cut.blob("key", [(-60, 850), (500, 800), (1100, 806), (1680, 850), (1700, 1100), (-60, 1100)])
    for place in range(19):
        x, size = 60 + place * 84 + cut.chance.uniform(-18, 18), cut.chance.uniform(0.8, 1.15)
        y = 880 + (place % 3) * 34
        cut.disc("key", (x, y - 96 * size), 30 * size + 5, on=False)
        cut.blob(
            "key",
            [(x - 58 * size, y + 120), (x - 46 * size, y - 44 * size), (x, y - 70 * size), (x + 46 * size, y - 44 * size), (x + 58 * size, y + 120)],
            on=False,
        )
        ink = "tint" if place % 4 == 1 else "red" if place % 7 == 3 else "key"
        cut.disc("key", (x, y - 96 * size), 28 * size)
        cut.blob(ink, [(x - 50 * size, y + 120), (x - 40 * size, y - 40 * size), (x, y - 62 * size), (x + 40 * size, y - 40 * size), (x + 50 * size, y + 120)])
    return cut


def newspapers() -> Linocut:
    """Bundles of papers tied with string, waiting for the early train."""
    cut = Linocut(41)
    cut.box("tint", 0, 0, 1600, 640)
    cut.rows("tint", (0, 40, 1600, 640), gap=30, width=8, length=260, wave=6, skip=0.35)
    cut.disc("red", (1250, 250), 130)
    cut.box("key", 0, 640, 1600, 1000)
    cut.rows("key", (0, 660, 1600, 1000), gap=30, width=9, length=260, skip=0.3)
    for left, top, count, width in ((180, 330, 17, 420), (640, 480, 11, 430), (1080, 400, 14, 380), (700, 250, 8, 340)):
        high = count * 30
        cut.box("key", left - 9, top - 9, left + width + 9, top + high + 9)
        cut.box("key", left, top, left + width, top + high, on=False)
        cut.box("tint", left, top, left + width, top + high, on=False)
        for sheet in range(count):
            y = top + 15 + sheet * 30
            cut.line("key", [(left + cut.chance.uniform(0, 14), y), (left + width - cut.chance.uniform(0, 14), y)], 6)
            for _mark in range(4):
                x = left + cut.chance.uniform(20, width - 80)
                cut.line("key", [(x, y + 14), (x + cut.chance.uniform(18, 60), y + 14)], 5)
        cut.box("red", left + width / 2 - 11, top - 9, left + width / 2 + 11, top + high + 9)
        cut.ring("red", (left + width / 2 - 26, top - 26), 26, 9)
        cut.ring("red", (left + width / 2 + 26, top - 26), 26, 9)
    return cut


def desert() -> Linocut:
    """A single line of telegraph poles over dunes, below a large sun."""
    cut = Linocut(42)
    cut.box("tint", 0, 0, 1600, 1000)
    cut.disc("red", (1080, 400), 260)
    cut.rows("tint", (0, 30, 1600, 560), gap=28, width=8, length=280, wave=9, skip=0.4)
    ridge = smooth([(-60, 700), (260, 600), (620, 690), (900, 630), (1280, 670), (1680, 600)])
    cut.shape("key", [*ridge, (1700, 1100), (-60, 1100)])
    for row in range(17):
        cut.line("key", [(x, y + 26 + row * (14 + row * 0.9)) for x, y in ridge[::3]], 4 + row * 0.4, on=False)
    tops: list[list[Point]] = []
    for place in range(8):
        near = 0.74**place
        x, foot, tall = 1500 - 1400 * near, 640 + 330 * near, 640 * near
        cut.limb("key", [(x, foot), (x + 6 * near, foot - tall)], [36 * near, 22 * near], halo=4 * near)
        cut.line("key", [(x - 92 * near, foot - tall * 0.93), (x + 100 * near, foot - tall * 0.95)], 16 * near)
        for arm in (-84, 88):
            cut.line("key", [(x + arm * near, foot - tall * 0.94), (x + arm * near, foot - tall * 0.985)], 14 * near)
        tops.append([(x - 84 * near, foot - tall * 0.985), (x + 88 * near, foot - tall * 0.985)])
    for before, after in zip(tops, tops[1:], strict=False):
        for (ax, ay), (bx, by) in zip(before, after, strict=True):
            cut.line("key", smooth([(ax, ay), ((ax + bx) / 2, (ay + by) / 2 + (bx - ax) * 0.1), (bx, by)]), 3.5)
    return cut
