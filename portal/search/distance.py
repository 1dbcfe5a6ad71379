"""Great-circle distance to many points at once."""

import numpy as np

EARTH_RADIUS_MILES = 3958.7613
"""Mean radius of the earth (IUGG R1, 6371.0088 km)."""


def miles_from(
    latitude: float, longitude: float, *, latitudes: np.ndarray, longitudes: np.ndarray
) -> np.ndarray:
    """Haversine distance from one point to each other point.

    Units: degrees WGS 84 in, miles out.
    """
    phi, other_phi = np.radians(latitude), np.radians(latitudes)
    half_phi = (other_phi - phi) / 2
    half_lambda = np.radians(longitudes - longitude) / 2
    part = np.sin(half_phi) ** 2 + np.cos(phi) * np.cos(other_phi) * np.sin(half_lambda) ** 2
    return np.asarray(2 * EARTH_RADIUS_MILES * np.arcsin(np.sqrt(np.minimum(part, 1.0))))
