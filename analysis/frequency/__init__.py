"""How often: rates with intervals, the public record, trends by week and change points."""
