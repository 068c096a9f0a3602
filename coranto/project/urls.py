"""Addresses of the running system that Django answers: the desk and the few live views. Public pages are files."""

from __future__ import annotations

from django.urls import include, path
from wagtail.admin import urls as desk_urls
from wagtail.documents import urls as document_urls

from coranto.newsroom import inviting, previewing, setting_up
from coranto.project import desk_files
from coranto.site import cards
from coranto.site.printing import editions

handler404 = "coranto.site.views.missing"

urlpatterns = [
    path("desk-static/<path:path>", desk_files.static_file, name="coranto_desk_static"),
    path("desk-media/<path:path>", desk_files.original, name="coranto_desk_original"),
    path("desk/set-up/<str:token>/", setting_up.set_up, name="coranto_set_up"),
    path("desk/invitation/<str:token>/", inviting.accept, name="coranto_accept"),
    path("desk/new-password/<str:token>/", inviting.new_password, name="coranto_new_password"),
    path("desk/documents/", include(document_urls)),
    path("desk/", include(desk_urls)),
    path("made/card/<int:number>/<str:language>/<str:digest>.png", cards.show_card, name="coranto_card"),
    path("made/pdf/<int:number>/<str:language>/<str:digest>/<str:slug>.pdf", editions.show_edition, name="coranto_print_edition"),
    path("", include("coranto.site.urls")),
    path("preview/<str:token>/", previewing.show_preview, name="coranto_show_preview"),
]
