from importlib import import_module

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "coranto.newsroom"
    label = "newsroom"

    def ready(self) -> None:
        """Open the doorways and give the models their panels, once all models are loaded."""
        import_module("coranto.newsroom.doorways")
        import_module("coranto.newsroom.panels").install()
        import_module("coranto.newsroom.previewing").install()
