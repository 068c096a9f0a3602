from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "coranto.members"
    label = "members"
