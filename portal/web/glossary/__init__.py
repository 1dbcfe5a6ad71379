"""Hard words, each explained in plain ones."""

from portal.web.glossary.views import blueprint, init_glossary

__all__ = ["blueprint", "init_glossary"]
