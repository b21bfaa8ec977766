"""`balcao process list`: the processes that there are."""

import argparse
import json

HELP = "List the processes: version in use, draft, whether they take new tickets."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="the list as JSON")


def run(options: argparse.Namespace) -> int:
    from balcao.lib.texts import pick
    from balcao.processes.models import Process

    rows = []
    for process in Process.objects.select_related("current", "offer__tool").order_by("slug"):
        current = process.current
        offer = getattr(process, "offer", None)
        rows.append(
            {
                "slug": process.slug,
                "tool": offer.tool.slug if offer else "",
                "version": current.number if current else None,
                "has_draft": bool(process.draft) and (current is None or current.document != process.draft),
                "takes_tickets": process.is_open and current is not None and offer is not None,
                "name": pick(current.name, "pt-br") if current else "",
            }
        )
    if options.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    width = max((len(str(row["slug"])) for row in rows), default=4)
    for row in rows:
        version = f"v{row['version']}" if row["version"] else "–"
        marks = [word for word, yes in (("draft", row["has_draft"]), ("closed", not row["takes_tickets"])) if yes]
        told = f"  ({', '.join(marks)})" if marks else ""
        print(f"{row['slug']:{width}}  {version:>4}  {row['tool'] or '–'}  {row['name']}{told}".rstrip())
    if not rows:
        print("There are no processes yet.")
    return 0
