"""The closed list of roles. What each may do stands in ``organisation/access.py``."""

from django.db import models


class Role(models.TextChoices):
    BOARD = "board", "bestuurder"
    PORTFOLIO_HOLDER = "portfolio_holder", "portefeuillehouder"
    OBJECTIVE_OWNER = "objective_owner", "doelstellingverantwoordelijke"
    SCHOOL_DIRECTOR = "school_director", "schooldirecteur"
    TEAM_MANAGER = "team_manager", "teammanager"
    CONTROLLER = "controller", "controller"
    DATA_STEWARD = "data_steward", "databeheerder"
    READER = "reader", "lezer"
    ADMIN = "admin", "beheerder"
