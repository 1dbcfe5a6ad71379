"""What a device calls itself, in two words; no version and no address is kept."""

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("CrOS", "Chromebook"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def device_words(user_agent: str) -> str:
    """“Firefox · Windows”; empty where it tells nothing that we know."""
    found = (next((name for sign, name in names if sign in user_agent), "") for names in (BROWSERS, SYSTEMS))
    return " · ".join(filter(None, found))
