"""`balcao mail parse FILE [--json]`: what is understood of a mail. Reads nothing else and writes nothing."""

import argparse
import json
import sys
from pathlib import Path

HELP = "Show what is understood of a mail in a file (- for standard input)."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a mail as it was received (.eml), or -")
    parser.add_argument("--json", action="store_true", help="for programs")


def run(options: argparse.Namespace) -> int:
    from balcao.mail.parsing.parse import parse

    try:
        raw = sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()
    except OSError as error:
        print(f"balcao: {options.file} cannot be read: {error.strerror}", file=sys.stderr)
        return 1
    found = parse(raw).to_json()
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    for name in ("from", "to", "cc", "reply_to", "subject", "date", "message_id", "in_reply_to"):
        if found[name]:
            print(f"{name.replace('_', ' ').capitalize()}: {found[name]}")
    if found["automatic"]:
        print(f"Automatic: {found['automatic_reason']}")
    for one in found["attachments"]:
        print(f"Attachment: {one['filename']} ({one['content_type']}, {one['size']} bytes)")
    for warning in found["warnings"]:
        print(f"Warning: {warning}")
    print(f"\n{found['reply_text'] or found['text']}")
    return 0
