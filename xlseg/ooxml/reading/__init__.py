"""What the sheets of a package hold, by column."""
