"""One command of `bin/balcao` a file: `HELP`, `arguments(parser)` and `run(options) -> exit code`."""
