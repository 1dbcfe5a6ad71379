"""How often one network address may try a wrong return code. Kept in this process's memory only."""

import threading
from collections import deque

WINDOW_SECONDS = 600.0
MOST_ADDRESSES = 10_000


class Tries:
    """Wrong tries of the last ten minutes, by who made them. Right codes and typing mistakes do not count."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._times: dict[str, deque[float]] = {}

    def may_try(self, who: str, *, at: float) -> bool:
        """Whether one more try is allowed. Units: seconds of any clock that does not run backwards."""
        with self._lock:
            return len(self._recent(who, at)) < self._most

    def count_wrong(self, who: str, *, at: float) -> None:
        """Remember a wrong try."""
        with self._lock:
            if who not in self._times and len(self._times) >= MOST_ADDRESSES:
                for other in list(self._times):
                    self._recent(other, at)
                while len(self._times) >= MOST_ADDRESSES:
                    self._times.pop(next(iter(self._times)))
            times = self._recent(who, at)
            times.append(at)
            self._times[who] = times

    def _recent(self, who: str, at: float) -> deque[float]:
        times = self._times.get(who, deque())
        while times and times[0] <= at - WINDOW_SECONDS:
            times.popleft()
        if not times:
            self._times.pop(who, None)
        return times
