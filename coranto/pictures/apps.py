from django.apps import AppConfig


class PicturesConfig(AppConfig):
    name = "coranto.pictures"
    label = "pictures"
