from django.apps import AppConfig


class TranslationConfig(AppConfig):
    name = "coranto.translation"
    label = "translation"
