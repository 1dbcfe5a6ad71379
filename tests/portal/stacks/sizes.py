"""How many cases a property test draws: as many as fit in `make test`, and far more in `make test-long`."""

from hypothesis import HealthCheck, settings

BOUNDED = settings(
    max_examples=100, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
MANY = settings(BOUNDED, max_examples=3_000)
"""For tests marked `long`."""
