from importlib import import_module

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "coranto.site"
    label = "site"

    def ready(self) -> None:
        """Make known what stands beside the pages: feeds, sitemaps, what machines read, print editions."""
        for module in (
            "feeds", "offering", "sitemaps", "structured", "provenance", "provenance_page", "terms.page", "terms.files", "republishing.page", "printing.editions",
            "ninjs.items",
        ):  # fmt: skip
            import_module(f"coranto.site.{module}")
        import_module("coranto.site.editions").use(import_module("coranto.site.translated").Translated())
