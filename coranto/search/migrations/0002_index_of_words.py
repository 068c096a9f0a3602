from django.db import migrations

SQLITE = [
    """CREATE VIRTUAL TABLE search_words USING fts5(words_headline, words_standfirst, words_text, content='search_searchentry', content_rowid='id',
        tokenize="unicode61 remove_diacritics 2", prefix='3 4')""",
    """CREATE TRIGGER search_words_added AFTER INSERT ON search_searchentry BEGIN
        INSERT INTO search_words(rowid, words_headline, words_standfirst, words_text) VALUES (new.id, new.words_headline, new.words_standfirst, new.words_text);
    END""",
    """CREATE TRIGGER search_words_taken AFTER DELETE ON search_searchentry BEGIN
        INSERT INTO search_words(search_words, rowid, words_headline, words_standfirst, words_text)
            VALUES ('delete', old.id, old.words_headline, old.words_standfirst, old.words_text);
    END""",
    """CREATE TRIGGER search_words_changed AFTER UPDATE ON search_searchentry BEGIN
        INSERT INTO search_words(search_words, rowid, words_headline, words_standfirst, words_text)
            VALUES ('delete', old.id, old.words_headline, old.words_standfirst, old.words_text);
        INSERT INTO search_words(rowid, words_headline, words_standfirst, words_text) VALUES (new.id, new.words_headline, new.words_standfirst, new.words_text);
    END""",
]
STEMMERS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "eu": "basque", "fi": "finnish",
    "fr": "french", "hi": "hindi", "hu": "hungarian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "nl": "dutch",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE:
            schema_editor.connection.connection.execute(statement)
    elif schema_editor.connection.vendor == "postgresql":
        cases = " ".join(f"WHEN '{code}' THEN '{name}'" for code, name in STEMMERS.items())
        schema_editor.execute("ALTER TABLE search_searchentry ADD COLUMN vector tsvector")
        schema_editor.execute("CREATE INDEX search_words ON search_searchentry USING gin (vector)")
        schema_editor.execute(
            "CREATE FUNCTION search_stemmer(code text) RETURNS regconfig LANGUAGE sql IMMUTABLE AS "
            f"$$ SELECT (CASE code {cases} ELSE 'simple' END)::regconfig $$"
        )


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in ("added", "taken", "changed"):
            schema_editor.execute(f"DROP TRIGGER search_words_{name}")
        schema_editor.execute("DROP TABLE search_words")
    elif schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION search_stemmer(text)")
        schema_editor.execute("ALTER TABLE search_searchentry DROP COLUMN vector")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_what_can_be_found")]
    operations = [migrations.RunPython(forwards, backwards)]
