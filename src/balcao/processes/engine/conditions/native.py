"""The evaluator, without the command line that its package brings along.

`cel/__init__.py` imports `cel.cli`, and with it prompt_toolkit and rich: half a second and 33 MB in every process.
"""

import sys
from types import ModuleType

_is_stood_in_for = "cel.cli" not in sys.modules
if _is_stood_in_for:
    sys.modules["cel.cli"] = ModuleType("cel.cli")

import cel  # noqa: E402

if _is_stood_in_for:
    del sys.modules["cel.cli"]

__all__ = ["cel"]
