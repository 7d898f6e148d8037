"""Finds which input method runs on a Linux desktop and how this program's Qt can reach it.

The Qt that PySide6 brings knows ibus only, and the desktops that offices have (统信, 麒麟) run
fcitx. Everything here happens before there is a window, so it imports next to nothing.
"""

import logging
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

BUS_LIMIT_S = 0.15
"""What a bus that hangs may cost the start, in seconds."""

FCITX5 = "org.fcitx.Fcitx5"
FCITX_PORTAL = "org.freedesktop.portal.Fcitx"
IBUS = "org.freedesktop.IBus"
IBUS_PORTAL = "org.freedesktop.portal.IBus"


class Choice(NamedTuple):
    """What reaches the input method: variables for Qt, or a bridge of our own, or nothing."""

    variables: Mapping[str, str]
    """What Qt must see when it starts, beside what is there."""
    bridge: Literal["fcitx 4", "fcitx 5"] | None = None
    service: str = ""
    """The name on the bus that the bridge talks to."""


NOTHING = Choice({})


def look(environment: Mapping[str, str]) -> Choice:
    """Return how the input method of this desktop is reached; takes ``BUS_LIMIT_S`` at most."""
    address = environment.get("DBUS_SESSION_BUS_ADDRESS", "")
    if not sys.platform.startswith("linux") or not address:
        return NOTHING
    from desk_app.views.input import bus

    names = [FCITX5, FCITX_PORTAL, fcitx4_name(environment), IBUS, IBUS_PORTAL]
    try:
        owners = bus.owners(address, names, BUS_LIMIT_S)
    except bus.NoBusError as error:
        # No bus, no input method: the program opens all the same, and Latin letters arrive.
        logging.getLogger(__name__).info("the session bus gives no answer: %s", error)
        return NOTHING
    return choose(environment, owners)


def choose(environment: Mapping[str, str], owners: Mapping[str, str]) -> Choice:
    """Return what fits, from the desktop's variables and the names that have an owner.

    ``owners`` maps a name on the bus to the connection that holds it.
    """
    wish = _wish(environment)
    if wish not in {"", "ibus"}:
        return NOTHING  # somebody wants another way that Qt knows
    fcitx5 = owners.get(FCITX5)
    # fcitx 5 also answers to the name of ibus; then both have one owner.
    real_ibus = IBUS in owners and owners[IBUS] != fcitx5
    if wish == "ibus" and (real_ibus or (IBUS_PORTAL in owners and not fcitx5)):
        return NOTHING  # Qt finds the real one by itself
    if fcitx5 and IBUS_PORTAL in owners and not real_ibus:
        several = {"QT_IM_MODULES": "ibus"} if environment.get("QT_IM_MODULES") else {}
        return Choice({"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1", **several})
    if fcitx5:
        return Choice({}, "fcitx 5", FCITX_PORTAL if FCITX_PORTAL in owners else FCITX5)
    old = fcitx4_name(environment)
    if old in owners:
        return Choice({}, "fcitx 4", old)
    if FCITX_PORTAL in owners:
        return Choice({}, "fcitx 5", FCITX_PORTAL)
    return NOTHING


def _wish(environment: Mapping[str, str]) -> str:
    """Return the way the desktop asks for, among those this Qt has; "" stands for fcitx too."""
    several = [word for word in environment.get("QT_IM_MODULES", "").split(";") if word]
    words = several or [environment.get("QT_IM_MODULE", "")]
    if any(word.startswith("fcitx") for word in words):
        return ""
    known = {"ibus", "compose", "qtvirtualkeyboard"}
    return next((word for word in words if word in known), "")


def fcitx4_name(environment: Mapping[str, str]) -> str:
    """Return the name that fcitx 4 takes for the screen of ``DISPLAY`` (":1.0" is number 1)."""
    number = environment.get("DISPLAY", "").rpartition(":")[2].partition(".")[0]
    return f"org.fcitx.Fcitx-{number if number.isdigit() else 0}"


@contextmanager
def in_force(choice: Choice) -> Iterator[None]:
    """Let Qt see the variables of ``choice`` while it starts, and nobody after it.

    A program that is opened from here, WPS say, has its own Qt and wants what the desktop says.
    """
    before = {name: os.environ.get(name) for name in choice.variables}
    os.environ.update(choice.variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def begin(choice: Choice, application: "QApplication") -> None:
    """Start the bridge if ``choice`` wants one; it ends with ``application``."""
    if choice.bridge is None:
        return
    from desk_app.views.input import bus, fcitx, fcitx_bridge

    try:
        way = bus.connect(os.environ.get("DBUS_SESSION_BUS_ADDRESS", ""), BUS_LIMIT_S)
    except bus.NoBusError as error:
        logging.getLogger(__name__).info("the session bus has gone: %s", error)
        return
    fcitx_bridge.FcitxBridge(
        application, fcitx.Fcitx(way, fcitx.SPEECHES[choice.bridge], choice.service)
    )
