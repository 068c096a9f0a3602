"""Addresses of the readers' side that Django answers."""

from __future__ import annotations

from django.urls import path

from coranto.site import views
from coranto.site.api import views as interface
from coranto.site.partners import views as partners
from coranto.site.permission import views as permission
from coranto.site.republishing import views as republishing

urlpatterns = [
    path("media/<str:name>", views.picture, name="coranto_picture"),
    path("api/1/openapi.json", interface.openapi, name="coranto_api_description"),
    path("api/1/articles", interface.articles, name="coranto_api_articles"),
    path("api/1/articles/<int:number>", interface.article, name="coranto_api_article"),
    path("api/1/regions", interface.terms, {"facet": "region"}, name="coranto_api_regions"),
    path("api/1/themes", interface.terms, {"facet": "theme"}, name="coranto_api_themes"),
    path("api/1/reports", interface.terms, {"facet": "report"}, name="coranto_api_reports"),
    path("api/1/people", interface.people, name="coranto_api_people"),
    path("api/1/languages", interface.languages, name="coranto_api_languages"),
    path("partners/<str:name>/<str:file>", partners.partner_feed, name="coranto_partner_feed"),
    path("api/<path:rest>", interface.unknown, name="coranto_api_unknown"),
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
