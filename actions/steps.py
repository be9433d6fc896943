"""What customers can try by themselves: steps by service and fault, and help with devices.

Infinitives, because they suit du and Sie alike.
"""

import re
from dataclasses import dataclass

from actions.dates import plain

# By service; a device that is named is more exact than the service.
FIRST_STEPS = {
    "internet": "Router für eine Minute vom Strom nehmen, wieder einstecken, fünf Minuten warten.",
    "phone": "Router für eine Minute vom Strom nehmen und danach die Telefonkabel prüfen.",
    "tv": "Receiver für eine Minute vom Strom nehmen und die Kabel zum Fernseher prüfen.",
    "mobile": "Flugmodus einschalten, eine halbe Minute warten und wieder ausschalten.",
}
SLOW_STEPS = {
    "internet": "Router neu starten, alle Downloads anhalten und mit LAN-Kabel messen statt "
    "über WLAN.",
    "phone": "Router neu starten und das Telefon einmal direkt daran anschließen, ohne Verteiler.",
    "tv": "Receiver neu starten und ihn per LAN-Kabel anschließen statt über WLAN.",
    "mobile": "Gerät neu starten, ans Fenster gehen und prüfen, ob das Datenvolumen "
    "verbraucht ist.",
}
STEPS_OF_DEVICES = {
    "receiver": FIRST_STEPS["tv"],
    "repeater": "Repeater ausstecken, den Router neu starten und den Repeater nach fünf Minuten "
    "nah am Router wieder einstecken.",
    "sim": "Gerät ausschalten, die SIM-Karte herausnehmen, trocken abwischen, wieder einlegen.",
}

DEVICES = {
    "router": r"router|fritz ?box|modem|\bbox\b|\bont\b|wlan|wifi|\blan\b|passwort|portfreigabe",
    "receiver": r"receiver|set ?-?top|fernseh|sender|\btv\b|fernbedienung",
    "sim": r"\be?-?sim\b|sim ?-?karte|\bpuk\b|\bpin\b|\bapn\b",
    "repeater": r"repeater|verstaerker|mesh|powerline",
}
NAMES = {
    "router": "Router",
    "receiver": "Receiver",
    "sim": "SIM-Karte",
    "repeater": "Repeater",
}
# What is wanted, the first that fits counts.
WISHES = {
    "codes": r"\bpuk\b|\bpin\b|gesperrt",
    "password": r"passwort|schluessel|zugangsdaten|kennwort",
    "reset": r"zurueckset|werks|reset",
    "restart": r"neu ?start|starte\w* .*neu|neustart|haengt|aufgehaengt|reagiert nicht|friert",
    "lights": r"lampe|leucht|blink|\bled\b|licht|rot\b|orange|gruen",
    "channels": r"sendersuch|sender|kanal|programm",
    "setup": r"einricht|anschliess|anschluss|kabel|einlegen|aktivier|koppel|verbind|installier"
    r"|aufbau|wo .*kommt|esim|port",
}
RESTART = "Für eine Minute vom Strom nehmen, wieder einstecken und fünf Minuten warten."
GUIDES = {
    "router": {
        "restart": RESTART,
        "setup": "Das graue oder grüne Kabel in die Dose an der Wand und in die Buchse „DSL“ oder "
        "„Fiber“ stecken, Strom anschließen, zehn Minuten warten. Das WLAN steht auf der "
        "Unterseite.",
        "lights": "Grün oder Weiß heißt: alles gut. Blinkt es, verbindet sich das Gerät noch, das "
        "dauert bis zu zehn Minuten. Rot heißt: kein Signal, dann Kabel prüfen und neu starten.",
        "password": "Der WLAN-Name und der Schlüssel stehen auf dem Aufkleber an der Unterseite "
        "des Routers.",
        "reset": "Den kleinen Knopf „Reset“ mit einer Büroklammer zehn Sekunden drücken. Danach "
        "sind alle eigenen Einstellungen gelöscht.",
    },
    "receiver": {
        "restart": RESTART,
        "setup": "Antennen- oder LAN-Kabel in die Wand und in den Receiver stecken, HDMI zum "
        "Fernseher, Strom anschließen. Am Fernseher den Eingang HDMI wählen.",
        "channels": "Menü öffnen, „Einstellungen“, dann „Sendersuche“ und „Automatisch“ wählen. "
        "Das dauert etwa fünf Minuten.",
        "lights": "Rot heißt: Bereitschaft. Grün heißt: an. Blinkt es lange, hilft ein Neustart: "
        "eine Minute vom Strom nehmen.",
        "codes": "Die voreingestellte Jugendschutz-PIN steht im Begrüßungsbrief. Zurücksetzen geht "
        "im Menü unter „Einstellungen“ und „PIN“.",
        "reset": "Im Menü „Einstellungen“, „System“ und „Werkseinstellungen“ wählen. Danach sucht "
        "er die Sender neu.",
    },
    "sim": {
        "setup": "Gerät ausschalten, die Karte aus dem Träger lösen und einlegen, einschalten und "
        "die PIN aus dem Begrüßungsbrief eingeben. Bei einer eSIM den QR-Code aus dem Brief "
        "scannen.",
        "codes": "Nach drei falschen PINs fragt das Gerät nach der PUK. Sie steht im Begrüßungs"
        "brief und im Kundenkonto. Nach zehn falschen PUKs braucht es eine neue Karte.",
        "restart": STEPS_OF_DEVICES["sim"],
    },
    "repeater": {
        "restart": STEPS_OF_DEVICES["repeater"],
        "setup": "Repeater nah am Router einstecken, an beiden Geräten die Taste „WPS“ drücken und "
        "zwei Minuten warten. Dann auf halbem Weg zum schwachen Zimmer einstecken.",
        "lights": "Grün heißt: guter Empfang. Orange oder Rot heißt: zu weit weg vom Router, also "
        "näher heranstecken. Blinkt es, koppelt er gerade.",
        "reset": "Die Taste „Reset“ zehn Sekunden drücken, danach neu koppeln.",
    },
}
DONE_ALREADY = re.compile(
    r"neu ?ge?start\w*|neustart|stecker|vom strom|resett\w*|ein und aus|aus und (?:wieder )?ein"
    r"|kabel (?:\w+ ){0,3}(?:geprueft|gecheckt|getauscht|drin|gewechselt)"
    r"|(?:schon |bereits )?alles (?:schon |moegliche )?(?:probiert|versucht|getestet|ausprobiert)"
    r"|hab\w* (?:ich )?(?:das |es )?(?:alles )?schon (?:\w+ )?(?:gemacht|probiert|versucht)"
    r"|flugmodus"
)


@dataclass(frozen=True, slots=True)
class Guide:
    """Help with one device: `steps` is None while it is not clear what is wanted."""

    device: str
    steps: str | None

    @property
    def name(self) -> str:
        """What the device is called."""
        return NAMES[self.device]


def first_steps(*, service: str, device: str | None, slow: bool) -> str:
    """Return what to try for a fault. `device` is in the customer's words."""
    known = device_in(device or "")
    if known in STEPS_OF_DEVICES and not slow:
        return STEPS_OF_DEVICES[known]
    return (SLOW_STEPS if slow else FIRST_STEPS)[service]


def says_done(text: str) -> bool:
    """Whether somebody has tried the first steps by themselves."""
    return bool(DONE_ALREADY.search(plain(text)))


def device_in(text: str) -> str | None:
    """Return which device a text is about."""
    words = plain(text)
    found = {name: re.search(pattern, words) for name, pattern in DEVICES.items()}
    places = {name: match.start() for name, match in found.items() if match}
    # "Repeater mit dem Router koppeln" is about the repeater.
    for name in ("repeater", "sim", "receiver", "router"):
        if name in places:
            return name
    return None


def guide(text: str, *, device: str | None) -> Guide | None:
    """Return the help that a question asks for, None while the device is not clear."""
    known = device_in(device or "") or device_in(text)
    if known is None:
        return None
    words = plain(text)
    guides = GUIDES[known]
    wanted = (wish for wish, pattern in WISHES.items() if re.search(pattern, words))
    return Guide(known, next((guides[wish] for wish in wanted if wish in guides), None))
