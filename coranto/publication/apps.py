from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "coranto.publication"
    label = "publication"
