"""Addresses of the readers' side that Django answers."""

from __future__ import annotations

from django.urls import path

from coranto.site import views
from coranto.site.permission import views as permission
from coranto.site.republishing import views as republishing

urlpatterns = [
    path("media/<str:name>", views.picture, name="coranto_picture"),
    path("<str:language>/<int:year>/<int:month>/<str:slug>/", views.article_instead, name="coranto_article_instead"),
    path("<str:language>/<int:year>/<int:month>/<str:slug>/republish/", republishing.republish, name="coranto_republish"),
    path("<str:language>/<int:year>/<int:month>/<str:slug>/republish/<str:name>", republishing.republish_file, name="coranto_republish_file"),
    path("live/count/<int:number>/<str:language>.gif", republishing.count, name="coranto_count"),
    path("<str:language>/search/", views.search, name="coranto_search"),
    path("<str:language>/permission/", permission.permission, name="coranto_permission"),
    path("<str:language>/permission/sent/", permission.permission_sent, name="coranto_permission_sent"),
    path("<str:language>/permission/letters/<str:token>/", permission.letters, name="coranto_letters"),
    path("<str:language>/grant/<str:name>/", permission.grant, name="coranto_grant"),
    path("grant/<str:name>.json", permission.grant_document, name="coranto_grant_document"),
]
