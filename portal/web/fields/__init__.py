"""Career fields: the 14 career clusters of 2024, and the 16 of 2002 that people still know."""

from portal.web.fields.views import blueprint as blueprint
