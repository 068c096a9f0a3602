"""The names of months and days that dates are read by."""

from __future__ import annotations

import json
import subprocess
import sys

from coranto.reading.printout import calendar


def test_the_file_says_what_cldr_says() -> None:
    program = "import json; from coranto.reading.printout import calendar; print(json.dumps(calendar.from_cldr()))"
    said = json.loads(subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout)
    assert json.loads(calendar.FILE.read_text(encoding="utf-8")) == said, "Babel was updated. Write the file anew: calendar.write()."


def test_a_language_has_its_months_wherever_it_is_written() -> None:
    assert calendar.months("pt-BR") == calendar.months("pt") != {}
    assert calendar.months("ar-LB") != calendar.months("ar")
    assert calendar.months("xx") == {}
    assert calendar.any_month()["mars"] == 3


def test_a_date_of_any_language_is_read_without_loading_every_language() -> None:
    program = (
        "from babel import localedata; from coranto.reading.printout.dates import find_dates; "
        "assert [one.iso for one in find_dates('5. märts 2024')] == ['2024-03-05']; print(len(localedata._cache))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert int(done.stdout) <= 1
