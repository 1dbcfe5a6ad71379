"""The settings of matching that the site was started with."""

from flask import current_app

from portal.matching.config import MatchingConfig


def matching_config() -> MatchingConfig:
    """Of `config/matching.toml`."""
    config: MatchingConfig = current_app.extensions["matching"]
    return config
