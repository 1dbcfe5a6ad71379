"""The stack engine: which credentials stack toward which open jobs. Pure: numpy and `portal.domain`, no I/O."""
