"""The design system: tokens, components of plain values, icons, and the tags that write times, states and fields."""
