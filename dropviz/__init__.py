"""Interactive lessons on dropout: every number computed, every claim checked."""
