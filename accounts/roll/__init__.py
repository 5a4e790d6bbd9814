"""The school roll: read from an export, compared with what the school knows, never applied here."""
