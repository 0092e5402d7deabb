"""What every test shares: how many examples hypothesis tries, and whether always the same ones."""

import os

from hypothesis import HealthCheck, settings

# No test may depend on how fast the machine is; in CI no run may differ from the one before.
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("local"), derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")
