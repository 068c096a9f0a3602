"""Pictures of what carried the news before the wire: rider, runner, ship, pigeon, map, lighthouse, letter, wave."""

from __future__ import annotations

import math

from coranto.demonstration.drawing.linocut import Linocut, Point, smooth


def placed(points: list[Point], x: float, y: float, size: float) -> list[Point]:
    """Points of a small drawing moved and enlarged."""
    return [(x + px * size, y + py * size) for px, py in points]


def rider() -> Linocut:
    """A post rider at full gallop before a low sun."""
    cut = Linocut(11)
    cut.box("tint", 0, 0, 1600, 1000)
    cut.disc("red", (1130, 520), 330)
    cut.rows("tint", (0, 40, 1600, 760), gap=26, width=7, length=240, wave=8, skip=0.35)
    cut.blob("key", [(-60, 800), (300, 742), (700, 776), (1100, 748), (1680, 790), (1700, 1100), (-80, 1100)])
    cut.rows("key", (0, 800, 1600, 1000), gap=24, width=9, length=130, slant=-7, skip=0.25)
    for x in (120, 215, 1450):
        height = 260 if x != 215 else 190
        cut.limb("key", [(x, 780), (x + 6, 780 - height)], [22, 8])
        cut.disc("key", (x + 4, 760 - height), height * 0.34, flat=1.25)
        for turn in range(14):
            a, r = turn * 2.4, 12 + turn * height * 0.022
            cut.gouge("key", (x + r * math.cos(a), 760 - height + r * math.sin(a)), (x + r * math.cos(a) + 26, 754 - height + r * math.sin(a)), 8)
    _horse(cut, 470, 330, 6.6)
    return cut


def _horse(cut: Linocut, x: float, y: float, size: float) -> None:
    def limb(points: list[Point], widths: list[float], halo: float = 0, ink: str = "key") -> None:
        cut.limb(ink, smooth(placed(points, x, y, size), steps=8), spread([w * size for w in widths], 8), halo=halo)

    limb([(20, 34), (8, 42), (-4, 46), (-14, 56)], [14, 7, 4.4, 3.2])
    limb([(62, 36), (80, 38), (92, 47), (88, 56)], [12, 6, 4, 3.4])
    limb([(14, 26), (0, 20), (-14, 24), (-24, 33)], [4, 8, 7, 1])
    limb([(22, 31), (38, 33.5), (50, 33), (61, 30)], [24, 20, 20, 23])
    limb([(24, 36), (17, 48), (4, 54), (-7, 66)], [15, 7, 4.6, 3.4], halo=3)
    limb([(60, 36), (76, 47), (90, 38), (101, 42)], [13, 6.4, 4.4, 3.4], halo=3)
    limb([(58, 29), (68, 17), (77, 6)], [20, 13, 9])
    limb([(76, 6), (85, 11), (91, 16)], [11, 8, 5.6])
    cut.shape("key", placed([(73, 4), (74.5, -4), (79, 2)], x, y, size))
    cut.disc("key", (x + 82 * size, y + 8 * size), 4, on=False)
    for step in range(9):
        mx, my = 60 + step * 1.9, 22 - step * 2.4
        cut.gouge("key", (x + mx * size, y + my * size), (x + (mx - 13) * size, y + (my - 1 + step % 3) * size), 20, on=True)
    cut.line("key", placed([(89, 14), (74, 13), (60, 13)], x, y, size), 5, on=False)
    for step in range(7):
        bx = 22 + step * 6
        cut.gouge("key", (x + bx * size, y + 38 * size), (x + (bx + 9) * size, y + (36.5 - step % 2) * size), 8)
    for step in range(5):
        cut.gouge("key", (x + (14 + step * 1.5) * size, y + (24 + step * 3) * size), (x + (21 + step) * size, y + (22 + step * 3) * size), 8)
    cut.blob("red", placed([(46, 4), (34, 0), (20, 2), (6, -6), (10, 6), (4, 14), (18, 14), (32, 22), (44, 24)], x, y, size))
    cut.line("key", smooth(placed([(46, 4), (34, 0), (20, 2), (6, -6)], x, y, size)), 7)
    cut.line("key", smooth(placed([(6, -6), (10, 6), (4, 14), (18, 14), (32, 22)], x, y, size)), 7)
    limb([(43, 25), (48, 12), (51, 5)], [11, 11, 9], halo=3)
    limb([(43, 25), (54, 29), (50, 41)], [10, 8, 5], halo=3)
    limb([(49, 42), (55, 43.5)], [4.6, 4], halo=2)
    cut.disc("key", (x + 55 * size, y - 2 * size), 5.2 * size)
    cut.shape("key", placed([(45, -4), (66, -1.5), (60, -6.5), (57, -11), (51, -9)], x, y, size))
    limb([(51, 8), (59, 9), (63, 2)], [6.4, 5, 4], halo=3)
    cut.limb("tint", smooth(placed([(60, -0.5), (68, -1.5), (75, -6)], x, y, size)), [8.0] * 28 + [20.0], on=False)
    horn = smooth(placed([(60, 0), (68, -1.5), (76, -7)], x, y, size))
    cut.limb("key", horn, spread([7.0, 10.0, 40.0], 14))
    cut.blob("key", placed([(28, 20), (42, 19), (43, 32), (29, 34)], x, y, size), on=False)
    cut.blob("key", placed([(29.4, 21.4), (40.8, 20.4), (41.6, 30.6), (30.4, 32.4)], x, y, size))
    cut.gouge("key", placed([(30, 25)], x, y, size)[0], placed([(41, 24)], x, y, size)[0], 7)


def spread(values: list[float], steps: int) -> list[float]:
    """Widths for a curve made by `smooth` with that many steps between points."""
    found = [a + (b - a) * step / steps for a, b in zip(values, values[1:], strict=False) for step in range(steps)]
    return [*found, values[-1]]


def runner() -> Linocut:
    """A runner of the Andes on a rope bridge, a conch in his hand."""
    cut = Linocut(12)
    cut.box("tint", 0, 0, 1600, 1000)
    cut.rays("tint", (400, 260), inner=190, outer=1500, step=4.5, width=16)
    cut.disc("red", (400, 260), 150)
    range_ = [(0, 640), (260, 330), (430, 520), (700, 210), (980, 560), (1180, 400), (1600, 700), (1600, 1000), (0, 1000)]
    cut.shape("tint", range_, on=False)
    cut.shape("sea", range_)
    cut.rows("sea", (0, 440, 1600, 1000), gap=34, width=9, length=130, slant=52, skip=0.35)
    for snow in (
        [(700, 210), (634, 282), (668, 300), (700, 276), (724, 318), (752, 284), (782, 306)],
        [(260, 330), (212, 386), (240, 402), (262, 380), (286, 404), (310, 388)],
    ):
        cut.shape("sea", snow, on=False)
    cut.blob("key", [(-80, 560), (130, 590), (270, 640), (250, 760), (300, 860), (210, 1100), (-80, 1100)])
    cut.blob("key", [(1680, 480), (1460, 560), (1330, 640), (1370, 770), (1290, 880), (1380, 1100), (1680, 1100)])
    for left, right in ((-20, 290), (1300, 1620)):
        for step in range(26):
            x, y = cut.chance.uniform(left, right), cut.chance.uniform(640, 960)
            cut.gouge("key", (x, y), (x + 26, y + 50), 9)
    rope = [(x, 650 + 120 * (1 - ((x - 800) / 540) ** 2)) for x in range(256, 1350, 18)]
    rail = [(x, 540 + 88 * (1 - ((x - 800) / 540) ** 2)) for x in range(256, 1350, 18)]
    cut.line("key", rope, 16)
    cut.line("key", rail, 8)
    for (x, y), (_, top) in list(zip(rope, rail, strict=True))[::2]:
        cut.line("key", [(x, y), (x, top)], 4)
    for x, y in rope:
        cut.line("key", [(x, y - 4), (x, y + 15)], 9)
    _runner(cut, 790, 742, 3.4)
    return cut


def _runner(cut: Linocut, x: float, y: float, size: float) -> None:
    def limb(points: list[Point], widths: list[float], ink: str = "key", halo: float = 3) -> None:
        curve, thick = smooth(placed(points, x, y, size), steps=8), spread([w * size for w in widths], 8)
        cut.limb("sea", curve, [width + 16 for width in thick], on=False)
        cut.limb(ink, curve, thick, halo=halo)

    cut.blob("sea", placed([(-4, -82), (-30, -74), (-50, -54), (-38, -50), (-46, -38), (-22, -42), (-2, -48)], x, y, size), on=False)
    cut.disc("sea", (x + 9 * size, y - 95 * size), 12 * size, on=False)
    cut.blob("red", placed([(-6, -78), (-30, -70), (-46, -54), (-36, -54), (-44, -42), (-24, -46), (-4, -52)], x, y, size))
    limb([(2, -42), (-12, -24), (-34, -22), (-40, -16)], [16, 10, 6, 5])
    limb([(2, -80), (0, -60), (2, -42)], [15, 17, 18])
    limb([(4, -42), (24, -32), (20, -6), (28, -2)], [16, 11, 6, 5])
    limb([(0, -76), (-16, -64), (-8, -50)], [8, 7, 5])
    cut.disc("key", (x + 9 * size, y - 94 * size), 8.6 * size)
    cut.shape("key", placed([(0, -101), (6, -110), (17, -104), (19, -97)], x, y, size))
    cut.line("red", placed([(0, -99), (18, -96)], x, y, size), 9)
    cut.line("key", placed([(0, -99), (18, -96)], x, y, size), 9, on=False)
    limb([(5, -76), (22, -72), (28, -88)], [8, 7, 5])
    cut.blob("key", placed([(24, -90), (34, -98), (46, -102), (43, -90), (32, -84)], x, y, size))
    cut.gouge("key", placed([(30, -90)], x, y, size)[0], placed([(43, -98)], x, y, size)[0], 9)
    for step in range(5):
        cut.gouge("key", placed([(-5, -74 + step * 7)], x, y, size)[0], placed([(7, -72 + step * 7)], x, y, size)[0], 8)
    cut.limb("key", placed([(-8, -50), (-10, -40)], x, y, size), [8, 8])
    for step in range(5):
        cut.line("key", placed([(-10, -42), (-16 + step * 3, -24)], x, y, size), 4)


def ship() -> Linocut:
    """A ship under full sail at night, a red moon behind."""
    cut = Linocut(13)
    cut.box("sea", 0, 0, 1600, 1000)
    cut.disc("sea", (1080, 350), 250, on=False)
    cut.disc("red", (1080, 350), 250)
    cut.box("key", 0, 0, 1600, 700)
    cut.disc("key", (1080, 350), 262, on=False)
    sky = cut.blank()
    sky.rays("key", (1080, 350), inner=285, outer=1500, step=3.1, width=15, on=True)
    night = cut.blank()
    night.box("key", 0, 0, 1600, 700)
    cut.within("key", sky, mask=night.plate("key"))
    cut.box("key", 0, 690, 1600, 1000)
    cut.rows("key", (0, 706, 1600, 1000), gap=25, width=11, length=190, wave=11, skip=0.12)
    for step in range(9):
        half = 150 - step * 9
        cut.gouge("red", (1080 - half, 712 + step * 30), (1080 + half, 716 + step * 30), 15, on=True)
    hull = [(330, 640), (420, 656), (1010, 646), (1150, 604), (1236, 580), (1130, 700), (1050, 764), (500, 776), (390, 730)]
    stern = [(300, 596), (430, 656), (400, 720), (330, 664)]
    for part in (hull, stern):
        for ink in ("key", "sea"):
            cut.shape(ink, part, on=False)
        cut.shape("red", part)
        cut.line("key", [*part, part[0]], 9)
    cut.blob("key", [(352, 716), (500, 738), (1060, 726), (1140, 700), (1050, 770), (500, 782), (390, 736)])
    cut.line("key", [(350, 660), (1140, 648)], 7)
    for x in range(450, 1050, 62):
        cut.box("key", x, 678, x + 26, 704)
    cut.line("key", [(1190, 600), (1370, 530)], 12)
    masts = ((500, 660, 190, 0.86), (740, 660, 110, 1.0), (960, 650, 170, 0.9))
    for x, foot, top, size in masts:
        cut.limb("key", [(x, foot), (x, top)], [18, 7])
        _sails(cut, x, top, foot, size)
    for tip in ((960, 200), (960, 330), (960, 470)):
        cut.line("key", [tip, (1350 - (tip[1] - 200) * 0.35, 536 + (tip[1] - 200) * 0.14)], 4)
    for jib in ([(976, 300), (1330, 520), (1010, 520)], [(976, 440), (1240, 566), (1000, 604)]):
        _sail(cut, jib)
    cut.blob("key", [(740, 106), (690, 92), (640, 106), (600, 96), (640, 122), (690, 116), (740, 124)])
    cut.rows("key", (300, 764, 1160, 812), gap=16, width=13, length=160, wave=3, skip=0.1)
    return cut


def _sails(cut: Linocut, x: float, top: float, foot: float, size: float) -> None:
    heights = [(0.05, 0.24, 70), (0.27, 0.52, 100), (0.55, 0.88, 128)]
    for start, end, half in heights:
        high, low, h = top + (foot - top) * start, top + (foot - top) * end, half * size
        bulge = 26 * size
        left = smooth([(x - h * 0.8, high), (x - h * 0.86 + bulge, (high + low) / 2), (x - h, low)])
        right = smooth([(x + h, low), (x + h * 0.9 + bulge, (high + low) / 2), (x + h * 0.8, high)])
        below = smooth([(x - h, low), (x, low - 18), (x + h, low)])
        _sail(cut, left + below + right)
        cut.line("key", [(x - h * 0.88, high), (x + h * 0.88, high)], 8)


def _sail(cut: Linocut, outline: list[Point]) -> None:
    """Paper white with a black rim and a few cuts of shadow on its left."""
    for ink in ("key", "sea", "red"):
        cut.shape(ink, outline, on=False)
    cut.line("key", [*outline, outline[0]], 6)
    marks, mask = cut.blank(), cut.blank()
    mask.shape("key", outline)
    left, right = min(x for x, _ in outline), max(x for x, _ in outline)
    top, bottom = min(y for _, y in outline), max(y for _, y in outline)
    y = top + 12
    while y < bottom:
        marks.gouge("key", (left, y), (left + (right - left) * marks.chance.uniform(0.25, 0.5), y + 5), 7, on=True)
        y += 15
    cut.within("key", marks, mask=mask.plate("key"), on=True)
    cut.within("tint", mask, mask=mask.plate("key"), on=True)


def pigeon() -> Linocut:
    """A pigeon over the towers of an old city."""
    cut = Linocut(14)
    cut.box("tint", 0, 0, 1600, 1000)
    cut.rows("tint", (0, 30, 1600, 720), gap=34, width=11, length=300, wave=16, skip=0.2)
    cut.disc("red", (330, 300), 150)
    _city(cut)
    _bird(cut, 880, 400)
    return cut


def _city(cut: Linocut) -> None:
    cut.shape("sea", [(0, 760), (140, 700), (360, 740), (600, 690), (900, 740), (1250, 690), (1600, 740), (1600, 1000), (0, 1000)])
    cut.rows("sea", (0, 720, 1600, 1000), gap=26, width=8, length=110, skip=0.35)
    for x, top, wide in ((110, 690, 120), (300, 620, 90), (560, 730, 210), (840, 660, 80), (1040, 720, 170), (1290, 600, 100), (1450, 700, 160)):
        cut.box("key", x, top, x + wide, 1000)
        for notch in range(int(wide // 30)):
            cut.box("key", x + 6 + notch * 30, top - 16, x + 22 + notch * 30, top + 2)
        for row in range(3):
            for column in range(max(1, int(wide // 44))):
                wx, wy = x + 22 + column * 42, top + 50 + row * 74
                cut.box("key", wx, wy, wx + 15, wy + 30, on=False)
                cut.disc("key", (wx + 7.5, wy), 7.5, on=False)
    for x, top in ((440, 640), (1200, 680)):
        cut.box("key", x - 84, top + 60, x + 84, 1000)
        cut.blob("key", [(x - 80, top + 64), (x - 70, top), (x, top - 66), (x + 70, top), (x + 80, top + 64)])
        cut.limb("key", [(x, top - 60), (x, top - 110)], [8, 4])
        for step in range(-3, 4):
            cut.gouge("key", (x + step * 5, top - 50), (x + step * 21, top + 46), 8)
    for x, top in ((700, 470), (1390, 440)):
        cut.box("key", x - 18, top, x + 18, 1000)
        cut.box("key", x - 34, top + 90, x + 34, top + 106)
        cut.shape("key", [(x - 24, top), (x, top - 60), (x + 24, top)])
        for step in range(8):
            cut.gouge("key", (x - 12, top + 130 + step * 40), (x + 10, top + 126 + step * 40), 8)


def _feathers(cut: Linocut, leading: list[Point], trailing: list[Point], count: int) -> None:
    """Cuts from inside the wing towards its trailing edge, longer near the tip."""
    for step in range(count):
        t = 0.12 + 0.8 * step / count
        front = (leading[0][0] + (leading[1][0] - leading[0][0]) * t, leading[0][1] + (leading[1][1] - leading[0][1]) * t)
        back = (trailing[0][0] + (trailing[1][0] - trailing[0][0]) * t, trailing[0][1] + (trailing[1][1] - trailing[0][1]) * t)
        inner = (front[0] * 0.62 + back[0] * 0.38, front[1] * 0.62 + back[1] * 0.38)
        cut.gouge("key", inner, (back[0] + (back[0] - front[0]) * 0.02, back[1] + (back[1] - front[1]) * 0.02), 12)


def _bird(cut: Linocut, x: float, y: float) -> None:
    def at(points: list[Point]) -> list[Point]:
        return placed(points, x, y, 1.0)

    far = at([(10, -10), (30, -150), (120, -270), (250, -330), (230, -260), (214, -190), (180, -110), (120, -20)])
    near = at([(-60, 0), (-130, -120), (-240, -220), (-390, -280), (-360, -210), (-330, -140), (-270, -60), (-190, 10), (-60, 40)])
    body = at(
        [(230, -20), (190, -58), (120, -52), (20, -40), (-90, 0), (-210, 60), (-330, 96), (-346, 140), (-230, 130), (-120, 110), (20, 90), (130, 56), (200, 20)]
    )
    for part in (far, body, near):
        grown = [(x + (px - x) * 1.04, y + (py - y) * 1.05) for px, py in part]
        cut.blob("tint", grown, on=False)
        cut.blob("key", grown, on=False)
        cut.blob("key", part)
    cut.shape("key", at([(222, -34), (262, -20), (222, -8)]))
    cut.disc("key", at([(192, -30)])[0], 9, on=False)
    cut.disc("key", at([(193, -30)])[0], 4)
    _feathers(cut, at([(-70, 6), (-390, -280)]), at([(-110, 44), (-300, -70)]), 11)
    _feathers(cut, at([(22, -60), (250, -330)]), at([(126, -20), (216, -200)]), 9)
    for row in range(3):
        for step in range(6):
            px, py = -60 + step * 34 + row * 12, 66 - step * 12 - row * 22
            cut.gouge("key", at([(px, py)])[0], at([(px - 30, py + 10)])[0], 8)
    for step in range(4):
        cut.gouge("key", at([(-190, 88 + step * 9)])[0], at([(-326, 106 + step * 10)])[0], 6)
    cut.limb("key", at([(-40, 96), (-64, 128)]), [9, 7])
    for ink in ("key", "tint"):
        cut.shape(ink, at([(-112, 116), (-20, 134), (-26, 168), (-118, 150)]), on=False)
    cut.line("key", at([(-112, 116), (-20, 134), (-26, 168), (-118, 150), (-112, 116)]), 6)
    cut.disc("red", at([(-66, 142)])[0], 11)
