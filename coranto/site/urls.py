"""Addresses of the readers' side that Django answers."""

from __future__ import annotations

from django.urls import path

from coranto.site import views

urlpatterns = [
    path("media/<str:name>", views.picture, name="coranto_picture"),
    path("<str:language>/<int:year>/<int:month>/<str:slug>/", views.article_instead, name="coranto_article_instead"),
    path("<str:language>/search/", views.search, name="coranto_search"),
]
