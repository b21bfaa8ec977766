"""PDF documents of our own layout, from plain values: no template, no stranger's file, no network (security.md E)."""

from balcao.lib.pdf.sheet import Sheet

__all__ = ["Sheet"]
