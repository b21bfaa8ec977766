"""Runs everything that shows that Balcão works, and says plainly what was run and what was not. Called by bin/test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import postgres

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
IS_CI = bool(os.environ.get("CI"))
NO_TESTS = 5
"""pytest's exit code when it was asked for tests that there are none of."""


class Report:
    """What was run and how it ended, in order."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.failed: list[str] = []

    def run(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        print(f"\n── {name} ──", flush=True)
        began = time.monotonic()
        code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        took = f"{time.monotonic() - began:.0f} s"
        if code == NO_TESTS and command[1:3] == ["-m", "pytest"]:
            self.lines.append(f"– {name}: none of the tests asked for ({took})")
        elif code == 0:
            self.lines.append(f"✓ {name} ({took})")
        else:
            self.lines.append(f"✗ {name} (exit code {code}, {took})")
            self.failed.append(name)

    def skip(self, name: str, why: str) -> None:
        """Skipped aloud; under CI what cannot be run has failed."""
        if IS_CI:
            self.lines.append(f"✗ {name}: {why}")
            self.failed.append(name)
        else:
            self.lines.append(f"– {name} SKIPPED: {why}")

    def close(self) -> int:
        print("\n── Summary ──")
        print("\n".join(self.lines))
        print(f"FAILED: {', '.join(self.failed)}" if self.failed else "All that was run passed.", flush=True)
        return 1 if self.failed else 0


def main(arguments: list[str]) -> int:
    report = Report()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="balcao-test-"))
        environment = clean_environment(Path(folder))
        if arguments:
            report.lines.append(f"– lint: not run, because pytest was given arguments: {' '.join(arguments)}")
        else:
            report.run("lint", [sys.executable, "bin/lib/run_lint.py"], environment)
        dovecot = find_dovecot()
        if dovecot:
            environment["BALCAO_DOVECOT"] = dovecot
        else:
            report.skip("tests of mailboxes", "no Dovecot here (with IMAP and LMTP), and none could be installed")
        unit = pytest("-m", "not browser", *parallel(arguments), *arguments)
        report.run("tests on SQLite", unit, environment)
        address, why = database(stack)
        if not address:
            report.skip("tests on PostgreSQL", why)
            report.skip("browser tests", why)
            return report.close()
        environment["DATABASE_URL"] = address
        report.run("tests on PostgreSQL", unit, environment)
        chromium = find_chromium()
        if chromium:
            environment["BALCAO_CHROMIUM"] = chromium
            report.run("browser tests (PostgreSQL)", pytest("-m", "browser", *arguments), environment)
        else:
            report.skip("browser tests", "no Chromium here, and none could be installed")
    return report.close()


def pytest(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pytest", "-q", *arguments]


def parallel(arguments: list[str]) -> list[str]:
    """Two processes, unless the caller has an opinion or looks at one thing with a debugger."""
    has_opinion = any(argument.startswith(("-n", "--numprocesses", "--pdb", "-s")) for argument in arguments)
    return [] if has_opinion else ["-n", "2"]


def clean_environment(folder: Path) -> dict[str, str]:
    """Nothing of this shell's own Balcão reaches the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BALCAO_", "DATABASE_URL"))}
    return {**kept, "BALCAO_DATA": str(folder / "data")}


def database(stack: ExitStack) -> tuple[str, str]:
    """The address of a PostgreSQL, or why there is none: TEST_DATABASE_URL, else one of our own."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return given, ""
    binaries = postgres.find_binaries()
    if binaries is None and install("postgresql"):
        binaries = postgres.find_binaries()
    if binaries is None:
        return "", "no PostgreSQL here: install it, or set TEST_DATABASE_URL=postgresql://user:password@host/name"
    try:
        return stack.enter_context(postgres.running(binaries)), ""
    except (RuntimeError, OSError, subprocess.CalledProcessError) as error:
        return "", f"PostgreSQL in {binaries} could not be started: {error}"


def find_chromium() -> str | None:
    named = os.environ.get("BALCAO_CHROMIUM")
    for attempt in range(2):
        found = named or next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
        if found or attempt or not install("chromium", "fonts-liberation"):
            return found
    return None


def find_dovecot() -> str | None:
    """The program, with what it needs for IMAP and LMTP beside it."""
    for attempt in range(2):
        found = os.environ.get("BALCAO_DOVECOT") or shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin")
        if found and (Path("/usr/lib/dovecot/lmtp").exists() or not Path("/usr/lib/dovecot").exists()):
            return found
        if attempt or not install("dovecot-imapd", "dovecot-lmtpd"):
            return None
    return None


def install(*packages: str) -> bool:
    """With apt, where we are root; answers whether it worked."""
    if os.getuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"Installing {', '.join(packages)} ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    commands = (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages])
    return all(
        subprocess.run(["apt-get", *command], env=environment, stdout=subprocess.DEVNULL, check=False).returncode == 0
        for command in commands
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
