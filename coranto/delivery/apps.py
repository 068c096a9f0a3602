from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "coranto.delivery"
    label = "delivery"
