from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "coranto.rights"
    label = "rights"
