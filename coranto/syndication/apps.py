from django.apps import AppConfig


class SyndicationConfig(AppConfig):
    name = "coranto.syndication"
    label = "syndication"
