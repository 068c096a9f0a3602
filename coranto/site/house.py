"""The site as `delivery` is handed it: which outputs there are, and what each says."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from coranto.delivery.house import Rendered, Target
from coranto.site import pages, targets
from coranto.site.facts.store import Store
from coranto.site.kinds import Kind, kinds, register

Render = Callable[[Store, Target], Rendered | None]


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


def _where_offered(render: Render) -> Render:
    """A page of the frame exists in the languages offered; when one is switched off its pages go."""

    def render_where_offered(store: Store, target: Target) -> Rendered | None:
        return render(store, target) if target.language in store.languages else None

    return render_where_offered


for name, target_function, render_function in (
    ("asset", targets.asset_targets, pages.asset),
    ("article", targets.article_targets, pages.article),
    ("home", targets.home_targets, _where_offered(pages.home)),
    ("list", targets.list_targets, _where_offered(pages.listing)),
    ("corrections", targets.corrections_targets, _where_offered(pages.corrections)),
    ("standing", targets.standing_targets, _where_offered(pages.standing)),
    ("archive", targets.archive_targets, _where_offered(pages.archive)),
    ("not-found", targets.not_found_targets, _where_offered(pages.not_found)),
    ("address", targets.address_targets, pages.address),
    ("redirect", targets.redirect_targets, pages.redirect),
    ("root", targets.root_targets, pages.root),
):
    register(Kind(name, target_function, render_function))
