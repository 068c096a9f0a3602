"""The site as `delivery` is handed it: which outputs there are, and what each says."""

from __future__ import annotations

from collections.abc import Iterator

from coranto.delivery.house import Rendered, Target
from coranto.site import pages, targets
from coranto.site.facts.store import Store
from coranto.site.kinds import Kind, kinds, register


class SiteHouse:
    """Everything readers see. One object may serve many builds: asking for targets begins a new one."""

    def __init__(self) -> None:
        self.store = Store()

    def targets(self, keys: frozenset[str] | None) -> Iterator[Target]:
        """All targets, or those that stale keys may have brought about; each path once, the first kind wins."""
        self.store.forget()
        seen: set[str] = set()
        for kind in list(kinds.values()):
            for target in kind.targets(self.store, keys):
                if target.path not in seen:
                    seen.add(target.path)
                    yield target

    def render(self, target: Target) -> Rendered | None:
        """Render one target; None when it is not, or no longer, a page of this site."""
        kind = kinds.get(target.kind)
        return kind.render(self.store, target) if kind is not None else None


for name, target_function, render_function in (
    ("asset", targets.asset_targets, pages.asset),
    ("article", targets.article_targets, pages.article),
    ("home", targets.home_targets, pages.home),
    ("list", targets.list_targets, pages.listing),
    ("corrections", targets.corrections_targets, pages.corrections),
    ("standing", targets.standing_targets, pages.standing),
    ("archive", targets.archive_targets, pages.archive),
    ("not-found", targets.not_found_targets, pages.not_found),
    ("address", targets.address_targets, pages.address),
    ("redirect", targets.redirect_targets, pages.redirect),
    ("root", targets.root_targets, pages.root),
):
    register(Kind(name, target_function, render_function))
