"""The gate of the professional's side: every page below /staff passes it, and none without a rule."""

from portal.web.gate.enforce import init_gate

__all__ = ["init_gate"]
