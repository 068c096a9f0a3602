from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    name = "coranto.taxonomy"
    label = "taxonomy"
