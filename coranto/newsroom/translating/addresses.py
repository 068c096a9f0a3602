"""The addresses of the screens about people, orders and words; those of the matrix and of sentences stand in `wagtail_hooks`."""

from __future__ import annotations

from django.urls import URLPattern, path

from coranto.newsroom.translating import assignments, editions, engines_desk, glossary_desk, memory_desk, orders, other_tools, own_desk, people, reports

SCREENS: list[URLPattern] = [
    *own_desk.SCREENS,
    *other_tools.SCREENS,
    path("coranto/translations/memory/", memory_desk.memory, name="coranto_memory"),
    path("coranto/translations/memory/out/", memory_desk.memory_out, name="coranto_memory_out"),
    path("coranto/translations/mine/", assignments.mine, name="coranto_mine"),
    path("coranto/translations/give/<int:number>/", assignments.give, name="coranto_give"),
    path("coranto/translations/assignments/", assignments.assignments, name="coranto_assignments"),
    path("coranto/translations/translators/", people.people, name="coranto_translators"),
    path("coranto/translations/translators/<int:number>/", people.translator, name="coranto_translator"),
    path("coranto/translations/orders/", orders.orders, name="coranto_orders"),
    path("coranto/translations/editions/", editions.editions, name="coranto_editions"),
    path("coranto/translations/glossary/", glossary_desk.glossary, name="coranto_glossary"),
    path("coranto/translations/glossary/<int:number>/", glossary_desk.term, name="coranto_glossary_term"),
    path("coranto/translations/engines/", engines_desk.engines, name="coranto_engines"),
    path("coranto/translations/reports/", reports.report, name="coranto_reports"),
    path("coranto/translations/reports/<str:name>/", reports.report, name="coranto_report"),
]
