"""The cast: the same few people, companies and processes in every test.

Marina and Rafael work at Acme (Rafael in another department), Paulo sees all of Acme and manages it, Rita is of
another company. Ana answers in every queue, Caio reads them only, Bia works in a queue of her own, Alice administers.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from balcao.catalog.access import opening_for
from balcao.catalog.models import Calendar, Contract, Offer, Promise, PromiseTarget, Tool
from balcao.people.models import Department, Membership, Organization, Sight, Team, User
from balcao.processes.actions.publish import publish
from balcao.processes.engine import Names
from balcao.processes.models import Process
from balcao.site.current import current_site
from balcao.tickets.actions.open_ticket import open_ticket
from balcao.tickets.models import Queue, QueueRight, Right, State, StateKind, Ticket

NOW = datetime(2026, 11, 23, 13, 12, tzinfo=UTC)
"""A Monday, 10:12 in Brasília, within office hours."""

PASSWORD = "uma-senha-bem-longa"

REJECTED = Path(__file__).with_name("nota_rejeitada.yaml").read_text(encoding="utf-8")
"""Process «Nota fiscal rejeitada»: triage, analysis, a document of the customer's, confirmation."""

STATES = [
    ("novo", StateKind.NEW, "Novo", "Recebido"),
    ("em-atendimento", StateKind.OPEN, "Em atendimento", "Em atendimento"),
    ("aguardando-cliente", StateKind.WAITING_CUSTOMER, "Aguardando o cliente", "Aguardando você"),
    ("aguardando-terceiros", StateKind.WAITING_THIRD_PARTY, "Aguardando terceiros", "Aguardando terceiros"),
    ("resolvido", StateKind.RESOLVED, "Resolvido", "Resolvido"),
    ("fechado", StateKind.CLOSED, "Fechado", "Fechado"),
    ("cancelado", StateKind.CANCELLED, "Cancelado", "Cancelado"),
    ("juntado", StateKind.MERGED, "Juntado", "Juntado"),
]


@dataclass
class Cast:
    acme: Organization
    borealis: Organization
    marina: User
    rafael: User
    paulo: User
    rita: User
    ana: User
    caio: User
    bia: User
    alice: User
    fiscal_tool: Tool
    hr_tool: Tool
    ended_tool: Tool
    rejected: Offer
    payroll: Offer
    n1: Queue
    fiscal: Queue
    other_queue: Queue
    contract: Contract

    def ticket(self, *, by: User | None = None, subject: str = "Nota 3512 rejeitada", now: datetime = NOW) -> Ticket:
        """A ticket of «Nota fiscal rejeitada», opened by Marina or another member of Acme or Borealis."""
        requester = by or self.marina
        organization = requester.memberships.get().organization
        return open_ticket(
            opening=opening_for(organization, self.rejected, now=now),
            organization=organization,
            requester=requester,
            by=requester,
            subject=subject,
            body="A nota 3512 voltou com a rejeição 204.",
            values={"motivo": "erro"},
            key=uuid4(),
            now=now,
        )

    def state(self, kind: StateKind) -> State:
        return State.objects.get(kind=kind)


def make_cast() -> Cast:
    """Everybody and everything, saved."""
    current_site()
    acme = Organization.objects.create(name="Acme Tecnologia", slug="acme")
    borealis = Organization.objects.create(name="Borealis", slug="borealis")
    tax = Department.objects.create(organization=acme, name="Fiscal")
    it = Department.objects.create(organization=acme, name="TI")
    marina, rafael = customer("marina", "Marina Duarte"), customer("rafael", "Rafael Nunes")
    paulo, rita = customer("paulo", "Paulo Teles"), customer("rita", "Rita Campos", "borealis")
    Membership.objects.create(user=marina, organization=acme, department=tax)
    Membership.objects.create(user=rafael, organization=acme, department=it, sight=Sight.DEPARTMENT)
    Membership.objects.create(user=paulo, organization=acme, sight=Sight.COMPANY, is_manager=True)
    Membership.objects.create(user=rita, organization=borealis, sight=Sight.COMPANY)
    make_states()
    queues = [
        Queue.objects.create(slug="n1", name="N1", is_default=True),
        Queue.objects.create(slug="fiscal", name="Fiscal"),
        Queue.objects.create(slug="financeiro", name="Financeiro"),
    ]
    ana, caio, bia = agent("ana", "Ana Ribeiro"), agent("caio", "Caio Menezes"), agent("bia", "Beatriz Lima")
    give_right(ana, "Atendimento", queues, Right.ASSIGN)
    give_right(caio, "Leitura", queues[:2], Right.READ)
    give_right(bia, "Financeiro", queues[2:], Right.ASSIGN)
    alice = User.objects.create_superuser("alice", PASSWORD, name="Alice Prado", email="alice@balcao.example")
    make_promise()
    fiscal_tool = Tool.objects.create(slug="emissor-fiscal", name={"pt-br": "Emissor Fiscal"}, icon="invoice")
    hr_tool = Tool.objects.create(slug="portal-rh", name={"pt-br": "Portal RH"}, icon="people")
    ended_tool = Tool.objects.create(slug="assinatura", name={"pt-br": "Assinatura Digital"}, icon="signature")
    today = NOW.date()
    contract = Contract.objects.create(organization=acme, tool=fiscal_tool, starts_on=today - timedelta(days=300))
    Contract.objects.create(organization=acme, tool=hr_tool, starts_on=today - timedelta(days=300))
    Contract.objects.create(
        organization=acme, tool=ended_tool, starts_on=date(2025, 1, 1), ends_on=today - timedelta(days=20)
    )
    Contract.objects.create(organization=borealis, tool=fiscal_tool, starts_on=today - timedelta(days=300))
    payroll = REJECTED.replace("nota-rejeitada", "folha").replace("emissor-fiscal", "portal-rh")
    payroll = payroll.replace("Nota fiscal rejeitada pela SEFAZ", "Dúvida de cálculo da folha")
    signing = REJECTED.replace("nota-rejeitada", "assinar").replace("emissor-fiscal", "assinatura")
    offer_process(signing, "assinar", ended_tool)
    return Cast(
        acme=acme,
        borealis=borealis,
        marina=marina,
        rafael=rafael,
        paulo=paulo,
        rita=rita,
        ana=ana,
        caio=caio,
        bia=bia,
        alice=alice,
        fiscal_tool=fiscal_tool,
        hr_tool=hr_tool,
        ended_tool=ended_tool,
        rejected=offer_process(REJECTED, "nota-rejeitada", fiscal_tool),
        payroll=offer_process(payroll, "folha", hr_tool),
        n1=queues[0],
        fiscal=queues[1],
        other_queue=queues[2],
        contract=contract,
    )


def customer(username: str, name: str, company: str = "acme") -> User:
    return User.objects.create_user(username, PASSWORD, name=name, email=f"{username}@{company}.example")


def agent(username: str, name: str) -> User:
    return User.objects.create_user(username, PASSWORD, name=name, email=f"{username}@balcao.example", is_agent=True)


def give_right(user: User, team_name: str, queues: list[Queue], right: Right) -> None:
    team = Team.objects.create(name=team_name)
    team.members.add(user)
    QueueRight.objects.bulk_create(QueueRight(queue=queue, team=team, right=right) for queue in queues)


def make_states() -> None:
    State.objects.bulk_create(
        State(slug=slug, kind=kind, name=name, customer_label={"pt-br": label}, position=position, is_default=True)
        for position, (slug, kind, name, label) in enumerate(STATES)
    )


def make_promise() -> None:
    """The site's promise: first answer in 4 and solution in 16 business hours, Monday to Friday, 8 to 18."""
    calendar = Calendar.objects.create(name="Brasília", is_default=True)
    promise = Promise.objects.create(name="Padrão", calendar=calendar, is_default=True)
    PromiseTarget.objects.create(promise=promise, first_response=4 * 60, resolution=16 * 60)


def offer_process(document: str, slug: str, tool: Tool) -> Offer:
    """Publish the document and offer it under the tool."""
    process = Process.objects.create(slug=slug, draft=document)
    names = Names(
        queues=set(Queue.objects.values_list("slug", flat=True)),
        states=dict(State.objects.values_list("slug", "kind")),
        tools={tool.slug},
        roles=set(),
    )
    publish(process=process, names=names, by=None, now=NOW)
    return Offer.objects.create(tool=tool, process=process)
