"""`balcao demo`: a believable desk on this machine, for whoever wants to look. Behind bin/demo and bin/dev."""

import argparse
import os
import secrets
import sys
from pathlib import Path

HELP = "Serve the demonstration, on this machine only. Everything it stores is in one folder."
NEEDS_DJANGO = False  # the settings depend on the arguments

HERE_ONLY = ("127.0.0.1", "localhost")
WHO = (
    ("marina@acme.example", "customer, Acme"),
    ("paulo@acme.example", "customer, Acme, sees the whole company"),
    ("rita@borealis.example", "customer, Borealis"),
    ("ana@balcao.example", "agent"),
    ("admin@balcao.example", "administrator (/administracao/)"),
)
PASSWORD = "balcao-demo"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument("--data", type=Path, help="folder that keeps the demonstration (var/demo)")
    parser.add_argument("--host", default=HERE_ONLY[0], help=argparse.SUPPRESS)
    parser.add_argument("--develop", action="store_true", help="debug pages, the gallery, and a restart on each change")


def run(options: argparse.Namespace) -> int:
    if options.host not in HERE_ONLY:
        print(
            "balcao demo: its passwords are known to everybody, so it listens on 127.0.0.1 only."
            " For other machines: bin/balcao serve",
            file=sys.stderr,
        )
        return 1
    try:
        describe_machine(options)
    except OSError as error:
        print(
            f"balcao demo: {error.filename} cannot be written to ({error.strerror}). Choose: --data DIR",
            file=sys.stderr,
        )
        return 1
    from balcao.ops.cli import set_up

    if problem := set_up():
        print(f"balcao demo: {problem}", file=sys.stderr)
        return 2
    return start(options)


def describe_machine(options: argparse.Namespace) -> None:
    """Set the environment from the arguments alone: what this shell is set up for must not reach the demonstration."""
    for name in [name for name in os.environ if name.startswith("BALCAO_") or name == "DATABASE_URL"]:
        del os.environ[name]
    # src/balcao/ops/commands/demo.py → the clone, or the folder one is in when the package was installed elsewhere
    clone = Path(__file__).resolve().parents[4]
    home = clone if (clone / "pyproject.toml").is_file() else Path.cwd()
    data = (options.data or home / "var" / ("dev" if options.develop else "demo")).resolve()
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ.update(
        BALCAO_DEMO="1",
        BALCAO_DATA=str(data),
        BALCAO_SECRET_KEY=secret_key(data / "secret-key"),
        BALCAO_BASE_URL=f"http://localhost:{options.port}",
        BALCAO_LOG_LEVEL="INFO" if options.develop else "WARNING",
    )
    if options.develop:
        os.environ["BALCAO_DEBUG"] = "1"


def secret_key(path: Path) -> str:
    """The demonstration's own, made once, so that a second start keeps everybody signed in."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text().strip()


def start(options: argparse.Namespace) -> int:
    """Prepare what is missing, say where it is and who can sign in, and serve."""
    from balcao.ops import catalogues, preparation
    from balcao.ops.commands import demo_seed
    from balcao.ops.server import Plan, PortBusy, listen, serve

    try:
        listen(HERE_ONLY[0], options.port).close()
    except PortBusy as busy:
        print(f"balcao demo: {busy}", file=sys.stderr)
        return 1
    preparation.prepare_folders()
    catalogues.compile_all()
    if preparation.prepare_database():
        print("Preparing the demonstration (once) ...", flush=True)
    preparation.collect_static()
    if code := demo_seed.run(argparse.Namespace(quiet=True)):
        return code
    introduce(options.port)
    try:
        return serve(
            Plan(host=HERE_ONLY[0], port=options.port, threads=8, jobs=1, is_quiet=True), reload=options.develop
        )
    except PortBusy as busy:
        print(f"balcao demo: {busy}", file=sys.stderr)
        return 1


def introduce(port: int) -> None:
    """The address and the people, as the last thing on the screen."""
    print(f"\nPortal de Atendimento: http://localhost:{port}\n")
    for login, what in WHO:
        print(f"  {login:<24} {what}")
    print(f"\n  Password of all: {PASSWORD}\n  Ctrl-C ends it; what was done is kept.\n", flush=True)
