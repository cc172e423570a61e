"""What a browser tells of itself, in words, and from how far it may be told where it is.

Nothing is guessed: a browser that is not known stays unnamed, and of a network address only the
part is kept that a house shares with its street.
"""

from ipaddress import IPv4Address, ip_address, ip_network

# What comes first wins: Edge calls itself Chrome too, and Chrome calls itself Safari.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)


def browser(agent: str) -> str:
    """Return the name of a browser by what it sends, empty where it is none we know."""
    return _first(BROWSERS, agent)


def system(agent: str) -> str:
    """Return the kind of device by what its browser sends, empty where it is none we know."""
    return _first(SYSTEMS, agent)


def _first(known: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for sign, name in known if sign in agent), "")


def network(address: str) -> str:
    """Return the part of a network address that is kept: half of it, empty for what is none."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    shared = 16 if isinstance(found, IPv4Address) else 48
    return str(ip_network((found, shared), strict=False))
