"""Terms as ninjs 3.1 carries them: the ODRL offer as text, whose `uid` says where it stands.

IPTC's schema lets an item have the offer or a link to it, never both; with the offer an item says its terms by itself.
"""

from __future__ import annotations

import json
from typing import Any

from coranto.rights.projections.odrl import LANG_ID, to_odrl
from coranto.rights.projections.places import Places
from coranto.rights.terms import TermsRecord


def rights_info(record: TermsRecord, places: Places) -> dict[str, Any]:
    """The value of `rightsInfo`."""
    return {"langId": LANG_ID, "encodedRights": json.dumps(to_odrl(record, places), ensure_ascii=False, separators=(",", ":"))}
