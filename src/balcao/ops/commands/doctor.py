"""`balcao doctor`: is everything in place, and what to do when it is not."""

import argparse

HELP = "Check settings, database, disk, files, mail and workers, and say what to do."
NEEDS_DJANGO = False  # wrong settings are one of its findings


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="only what needs attention")


def run(options: argparse.Namespace) -> int:
    from balcao.ops.cli import set_up

    problem = set_up()
    if problem:
        print(f"✗ Settings: {problem}")
        return 1
    from balcao.ops.doctor import Grade, examine

    findings = list(examine())
    for finding in findings:
        if finding.grade is Grade.GOOD and options.quiet:
            continue
        print(f"{finding.grade.value} {finding.subject}: {finding.text}")
        if finding.remedy:
            print(f"    {finding.remedy}")
    broken = [finding for finding in findings if finding.grade is Grade.BROKEN]
    print("All is well." if not broken else f"{len(broken)} of {len(findings)} checks need you.")
    return 1 if broken else 0
