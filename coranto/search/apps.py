from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "coranto.search"
    label = "search"
