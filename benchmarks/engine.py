"""`bin/bench engine`: how many steps a second a process of twelve activities takes, and how long a big check lasts.

One core, no database: what the engine itself costs. The aims: 5,000 steps a second, and a document of 500 activities
read and checked within a second.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import UTC, datetime
from typing import Any

from balcao.processes.engine import (
    DialogSubmitted,
    Document,
    Facts,
    Names,
    Replied,
    Run,
    TicketFacts,
    advance,
    check,
    parse,
    start,
)

NOW = datetime(2026, 11, 23, 13, 12, tzinfo=UTC)
FACTS = Facts(ticket=TicketFacts(number="10482", subject="Nota 3512 rejeitada", priority=4))
STEPS_A_SECOND = 5_000
SECONDS_TO_CHECK = 1.0
NAMES = Names(
    queues={"n1", "fiscal"},
    states={"novo": "new", "em-atendimento": "open", "resolvido": "resolved"},
    tools={"emissor-fiscal"},
    timers=True,
)


def said(text: str) -> dict[str, str]:
    return {"pt-br": text, "en": text, "es": text}


def process(activities: int) -> str:
    """A document whose activities lead on in a row: conditions that do not hold before one that does, notes, fields."""
    names = [f"passo-{number}" for number in range(activities - 1)]
    rows: dict[str, Any] = {}
    for number, name in enumerate(names):
        following = names[number + 1] if number + 1 < len(names) else "fim"
        rows[name] = {
            "name": said(f"Passo {number}"),
            "customer_name": said("Análise"),
            "stage": "recebido" if number < len(names) // 2 else "analise",
            "state": "novo" if number == 0 else "em-atendimento",
            "queue": "n1" if number % 2 else "fiscal",
            "promise": {"resolution": "16h"},
            "dialogs": ["abrir", "seguir"] if number == 0 else ["seguir"],
            "transitions": [
                {"dialog": "seguir", "when": 'fields.motivo == "outro" && ticket.priority < 3', "to": names[0]},
                {"dialog": "seguir", "when": "fields.valor > 1000.0", "to": "fim"},
                {
                    "dialog": "seguir",
                    "when": 'fields.motivo == "erro" && ticket.priority >= 3',
                    "do": [{"set_field": {"field": "nota", "value": "{ticket.number} {fields.motivo}"}}],
                    "to": following,
                },
                {"on": "reply", "by": "customer", "to": names[0]},
                {"on": "timer", "after": "2d", "to": names[0]},
            ],
        }
    rows["fim"] = {
        "name": said("Fim"),
        "customer_name": said("Fim"),
        "stage": "analise",
        "state": "resolvido",
        "end": True,
    }
    options = [{"id": "erro", "label": said("Erro")}, {"id": "outro", "label": said("Outro")}]
    return json.dumps(
        {
            "balcao": "process/1",
            "slug": "medida",
            "tool": "emissor-fiscal",
            "name": said("Medida"),
            "use_when": said("Para medir"),
            "stages": [{"id": "recebido", "name": said("Recebido")}, {"id": "analise", "name": said("Análise")}],
            "fields": {
                "motivo": {"type": "choice", "label": said("Motivo"), "options": options},
                "valor": {"type": "money", "label": said("Valor")},
                "nota": {"type": "text", "label": said("Nota")},
            },
            "start": {"activity": names[0], "dialog": "abrir"},
            "activities": rows,
            "dialogs": {
                "abrir": {"title": said("Abrir"), "submit": said("Enviar"), "fields": [{"use": "motivo"}]},
                "seguir": {"title": said("Seguir"), "submit": said("Seguir"), "fields": [{"use": "valor"}]},
            },
        },
        ensure_ascii=False,
    )


def walk(document: Document) -> int:
    """Open a ticket and lead it through every activity, an answer in between each; how many steps that was."""
    run: Run = start(document, {"motivo": "erro"}, FACTS, NOW).run
    count = 1
    while not run.finished:
        advance(document, run, Replied("agent"), FACTS, NOW)
        run = advance(document, run, DialogSubmitted("seguir", {"valor": "12.50"}, "agent"), FACTS, NOW).run
        count += 2
    return count


def steps_a_second(seconds: float) -> float:
    document = parse(process(12))
    walk(document)
    count, began = 0, time.process_time()
    while (spent := time.process_time() - began) < seconds:
        count += walk(document)
    return count / spent


def seconds_to_check() -> float:
    text = process(500)
    began = time.process_time()
    check(parse(text), NAMES)
    return time.process_time() - began


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/bench engine", description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0, help="how long to walk (3)")
    options = parser.parse_args()
    steps, checking = steps_a_second(options.seconds), seconds_to_check()
    lines = (
        f"advance, 12 activities   {steps:10,.0f} steps/s   (aim: {STEPS_A_SECOND:,} or more)",
        f"read and check, 500      {checking:10.2f} s         (aim: {SECONDS_TO_CHECK:.2f} or less)",
    )
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if steps >= STEPS_A_SECOND and checking <= SECONDS_TO_CHECK else 1


if __name__ == "__main__":
    sys.exit(main())
