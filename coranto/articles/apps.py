from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "coranto.articles"
    label = "articles"
