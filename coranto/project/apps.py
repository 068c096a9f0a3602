from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "coranto.project"
    label = "project"
