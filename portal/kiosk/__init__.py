"""The career-day kiosk without its pages: an event's configuration, its signed bundle, its codes. Pure."""
