"""What tests share: how many examples hypothesis tries, whether always the same ones, and a place without a network."""

import os
import socket
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# No test may depend on how fast the machine is; in CI no run may differ from the one before.
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("local"), derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="module")
def no_network() -> Iterator[None]:
    """Whatever asks for the network fails, even if what asks swallows the error."""
    asked = []

    def refuse(*address: object, **_: object) -> None:
        asked.append(address)
        raise OSError("there is no network here")

    with pytest.MonkeyPatch.context() as patch:
        for place, name in [(socket, "create_connection"), (socket, "getaddrinfo"), (socket.socket, "connect")]:
            patch.setattr(place, name, refuse)
        yield
    assert asked == []
