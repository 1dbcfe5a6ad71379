"""Where a job's pay stands against the lines of public benefits: the page, and the part that others include."""

from portal.web.benefits.views import blueprint, init_benefits

__all__ = ["blueprint", "init_benefits"]
