"""Contacts between people, states and bodies: triggers, participants, factuality, dates, and merging of repeats."""
