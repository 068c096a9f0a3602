from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "coranto.newsroom"
    label = "newsroom"
