from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "coranto.intake"
    label = "intake"
