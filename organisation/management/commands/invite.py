"""``manage.py invite EMAIL NAME --role admin --unit CODE``: make a person and print the first link."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from organisation import services
from organisation.access import CommandActor
from organisation.exceptions import OrganisationError
from organisation.models import Unit, UnitKind
from organisation.roles import Role


class Command(BaseCommand):
    help = (
        "Invite somebody with a role at a unit. Mails the invitation and prints its link, which works once. "
        "The first admin of an empty site: add --new-college NAME --brin BRIN."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--unit", required=True, metavar="CODE", help="code of the unit")
        parser.add_argument(
            "--new-college",
            metavar="NAME",
            default="",
            help="make the unit first, as a college with this name; needs --brin",
        )
        parser.add_argument(
            "--brin", default="", help="of the new college; an agenda's file finds it by this"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            link = self._invite(CommandActor("invite"), options)
        except OrganisationError as error:
            raise CommandError(error.message) from error
        self.stdout.write(link)

    @transaction.atomic
    def _invite(self, by: CommandActor, options: dict[str, Any]) -> str:
        code, college = options["unit"], options["new_college"]
        if bool(college) != bool(options["brin"].strip()):
            raise CommandError("--new-college and --brin belong together: give both or neither.")
        if college:
            services.unit_add(
                code=code, name=college, kind=UnitKind.COLLEGE, parent=None, brin=options["brin"], by=by
            )
        unit = Unit.objects.filter(code=code).first()
        if unit is None:
            known = (
                ", ".join(Unit.objects.values_list("code", flat=True)[:10]) or "none yet; see --new-college"
            )
            raise CommandError(f"No unit has the code '{code}'. Known codes: {known}.")
        _user, link = services.person_invite(
            email=options["email"], name=options["name"], role=Role(options["role"]), unit=unit, by=by
        )
        return link
