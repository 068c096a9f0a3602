"""A linocut: plates of one ink each, cut with gouges and printed one over the other, the black key plate last.

Lengths are in pixels of the finished picture, angles in degrees (0 points right, 90 down); plates are kept at twice the size. Chance comes from a seed, so the
same cut prints the same picture.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Point = tuple[float, float]
SCALE = 2
PAPER = (246, 238, 220)
INKS = {"tint": (217, 164, 74), "sea": (58, 104, 112), "red": (176, 58, 36), "key": (30, 27, 25)}
SHIFT = {"tint": (3, -2), "sea": (-2, 3), "red": (2, 3), "key": (0, 0)}  # misregistration, as of a hand press


class Linocut:
    """One picture being cut. `on=True` leaves ink, `on=False` carves it away."""

    def __init__(self, seed: int, width: int = 1600, height: int = 1000, margin: int = 34) -> None:
        self.width, self.height, self.margin = width, height, margin
        self.chance = random.Random(seed)
        self.plates: dict[str, Image.Image] = {}

    def plate(self, ink: str) -> Image.Image:
        """The plate of an ink, blank at first."""
        if ink not in self.plates:
            self.plates[ink] = Image.new("L", (self.width * SCALE, self.height * SCALE), 0)
        return self.plates[ink]

    def shape(self, ink: str, points: Sequence[Point], *, on: bool = True) -> None:
        """A filled polygon."""
        ImageDraw.Draw(self.plate(ink)).polygon([(x * SCALE, y * SCALE) for x, y in points], fill=255 if on else 0)

    def blob(self, ink: str, points: Sequence[Point], *, on: bool = True) -> None:
        """A filled shape with a smooth outline through the points."""
        self.shape(ink, smooth(points, closed=True), on=on)

    def box(self, ink: str, left: float, top: float, right: float, bottom: float, *, on: bool = True) -> None:
        """A filled rectangle."""
        self.shape(ink, [(left, top), (right, top), (right, bottom), (left, bottom)], on=on)

    def disc(self, ink: str, centre: Point, radius: float, *, on: bool = True, flat: float = 1.0) -> None:
        """A filled circle, or an ellipse `flat` times as high as wide."""
        turn = [math.tau * step / 120 for step in range(120)]
        self.shape(ink, [(centre[0] + radius * math.cos(a), centre[1] + radius * flat * math.sin(a)) for a in turn], on=on)

    def ring(self, ink: str, centre: Point, radius: float, thick: float, *, on: bool = True, start: float = 0, end: float = 360, flat: float = 1.0) -> None:
        """An arc of even thickness from `start` to `end` degrees."""
        steps = [math.radians(start + (end - start) * step / 90) for step in range(91)]
        points = [(centre[0] + radius * math.cos(a), centre[1] + radius * flat * math.sin(a)) for a in steps]
        self.limb(ink, points, [thick] * len(points), on=on)

    def limb(self, ink: str, points: Sequence[Point], widths: Sequence[float], *, on: bool = True, halo: float = 0) -> None:
        """A stroke whose width changes from point to point, with round joints; `halo` first carves a rim around it."""
        if halo:
            self.limb(ink, points, [width + 2 * halo for width in widths], on=False)
        draw = ImageDraw.Draw(self.plate(ink))
        fill = 255 if on else 0
        for (a, b), (wide, narrow) in zip(zip(points, points[1:], strict=False), zip(widths, widths[1:], strict=False), strict=False):
            along = math.atan2(b[1] - a[1], b[0] - a[0]) + math.pi / 2
            sides = [
                (p[0] + s * w / 2 * math.cos(along), p[1] + s * w / 2 * math.sin(along))
                for p, w, s in ((a, wide, 1), (b, narrow, 1), (b, narrow, -1), (a, wide, -1))
            ]
            draw.polygon([(x * SCALE, y * SCALE) for x, y in sides], fill=fill)
        for (x, y), width in zip(points, widths, strict=True):
            r = width / 2
            draw.ellipse([(x - r) * SCALE, (y - r) * SCALE, (x + r) * SCALE, (y + r) * SCALE], fill=fill)

    def line(self, ink: str, points: Sequence[Point], width: float, *, on: bool = True) -> None:
        """A stroke of even width."""
        self.limb(ink, points, [width] * len(points), on=on)

    def gouge(self, ink: str, start: Point, end: Point, width: float, *, on: bool = False) -> None:
        """One cut of the gouge: pointed at both ends, widest before the middle."""
        dx, dy = end[0] - start[0], end[1] - start[1]
        length = math.hypot(dx, dy) or 1
        nx, ny = -dy / length * width / 2, dx / length * width / 2
        upper = [(start[0] + dx * t + nx * s, start[1] + dy * t + ny * s) for t, s in ((0, 0), (0.15, 0.7), (0.4, 1), (0.75, 0.7), (1, 0))]
        lower = [(start[0] + dx * t - nx * s, start[1] + dy * t - ny * s) for t, s in ((0.75, 0.7), (0.4, 1), (0.15, 0.7))]
        self.shape(ink, upper + lower, on=on)

    def rows(
        self, ink: str, box: tuple[float, float, float, float], *, gap: float, width: float, length: float, on: bool = False,
        wave: float = 0, slant: float = 0, skip: float = 0.1,
    ) -> None:  # fmt: skip
        """Rows of gouge cuts over a rectangle; `wave` bends the rows, `slant` tilts each cut, `skip` leaves some out."""
        left, top, right, bottom = box
        y = top
        while y < bottom:
            x = left - length * self.chance.random()
            while x < right:
                long = length * self.chance.uniform(0.5, 1.2)
                bend = wave * math.sin(x / 130 + y / 47)
                if self.chance.random() > skip:
                    self.gouge(ink, (max(x, left), y + bend), (min(x + long, right), y + bend + slant), width * self.chance.uniform(0.6, 1.15), on=on)
                x += long * 1.06
            y += gap * self.chance.uniform(0.85, 1.15)

    def rays(
        self, ink: str, centre: Point, *, inner: float, outer: float, step: float, width: float, on: bool = False, start: float = 0, end: float = 360
    ) -> None:
        """Cuts that radiate from a centre, broken at random."""
        angle = start
        while angle < end:
            a, r = math.radians(angle), inner
            while r < outer:
                long = self.chance.uniform(60, 170)
                far = min(r + long, outer)
                here, there = (centre[0] + r * math.cos(a), centre[1] + r * math.sin(a)), (centre[0] + far * math.cos(a), centre[1] + far * math.sin(a))
                self.gouge(ink, here, there, width * (0.5 + 0.6 * r / outer), on=on)
                r = far + self.chance.uniform(4, 16)
            angle += step * self.chance.uniform(0.8, 1.2)

    def within(self, ink: str, other: Linocut, *, mask: Image.Image, on: bool = False) -> None:
        """Let what `other` has on its key plate act on this plate, but only where the mask is ink."""
        marks = ImageChops.multiply(other.plate("key"), mask)
        self.plates[ink] = ImageChops.lighter(self.plate(ink), marks) if on else ImageChops.subtract(self.plate(ink), marks)

    def blank(self) -> Linocut:
        """An empty block of the same size, to prepare marks or a mask on."""
        return Linocut(self.chance.randrange(1 << 30), self.width, self.height, self.margin)

    def print(self) -> Image.Image:
        """The finished picture in RGB: roughened plates over paper, a margin around."""
        paper = Image.new("RGB", (self.width * SCALE, self.height * SCALE), PAPER)
        frame = self._frame()
        for ink in (name for name in INKS if name in self.plates):
            plate = ImageChops.multiply(self._rough(ImageChops.offset(self.plates[ink], *SHIFT[ink])), frame)
            colour = ImageChops.multiply(paper, Image.new("RGB", paper.size, INKS[ink])) if ink != "key" else Image.new("RGB", paper.size, INKS[ink])
            paper.paste(colour, mask=self._worn(plate))
        return paper.resize((self.width, self.height), Image.Resampling.LANCZOS)

    def _noise(self, cells: int) -> Image.Image:
        """Smooth noise with about `cells` bumps across."""
        rows = max(2, cells * self.height // self.width)
        return Image.frombytes("L", (cells, rows), self.chance.randbytes(cells * rows)).resize(
            (self.width * SCALE, self.height * SCALE), Image.Resampling.BICUBIC
        )

    def _rough(self, plate: Image.Image) -> Image.Image:
        """Edges as a knife leaves them: blurred, disturbed, cut again."""
        soft = plate.filter(ImageFilter.GaussianBlur(2.2))
        disturbed = ImageChops.add(soft, self._noise(self.width // 5).point(lambda v: v * 0.42), 1, -54)
        return disturbed.point(lambda v: max(0, min(255, (v - 104) * 9)))

    def _worn(self, plate: Image.Image) -> Image.Image:
        """Ink does not cover everywhere: small flecks stay paper."""
        flecks = self._noise(self.width // 3).point(lambda v: 255 if v < 240 else 120)
        return ImageChops.multiply(plate, flecks)

    def _frame(self) -> Image.Image:
        """The printed area, its edge not quite straight."""
        frame = Linocut(7, self.width, self.height)
        m = float(self.margin)
        frame.box("key", m, m, self.width - m, self.height - m)
        return frame._rough(frame.plate("key")) if m else Image.new("L", (self.width * SCALE, self.height * SCALE), 255)


def smooth(points: Sequence[Point], *, closed: bool = False, steps: int = 14) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    count = len(points)
    at = (lambda i: points[i % count]) if closed else (lambda i: points[max(0, min(count - 1, i))])
    found: list[Point] = []
    for i in range(count if closed else count - 1):
        p0, p1, p2, p3 = at(i - 1), at(i), at(i + 1), at(i + 2)
        for step in range(steps):
            t = step / steps
            found.append((_spline(p0[0], p1[0], p2[0], p3[0], t), _spline(p0[1], p1[1], p2[1], p3[1], t)))
    return found if closed else [*found, points[-1]]


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)
