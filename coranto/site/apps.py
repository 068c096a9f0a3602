from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "coranto.site"
    label = "site"
