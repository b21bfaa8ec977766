"""`balcao process schema`: the JSON Schema of process documents, for editors."""

import argparse
import json

HELP = "Write the JSON Schema of process documents, for editors that complete and check while typing."


def arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(options: argparse.Namespace) -> int:
    from balcao.processes.schema import json_schema

    del options
    print(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    return 0
