from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    name = "budgets"

    def ready(self) -> None:
        from budgets.readers import register_all
        from operations.selectors import DETAIL_WORDS
        from operations.words import OBJECT_WORDS, VERB_WORDS

        register_all()
        OBJECT_WORDS.update(
            {
                "budgets.budgetline": "begrotingsregel",
                "budgets.costcentre": "kostenplaats",
                "budgets.ledgerrule": "toewijzingsregel",
                "budgets.handbooking": "boeking met de hand",
                "budgets.ledgerword": "soort boeking",
                "budgets.yearclosing": "boekjaar",
                "budgets.schoolsplit": "verdeling over scholen",
            }
        )
        VERB_WORDS.update(
            {
                "cost_centre_save": "vastgelegd",
                "ledger_rule_save": "vastgelegd",
                "ledger_rule_remove": "verwijderd",
                "hand_booking_add": "ingevoerd",
                "hand_booking_correct": "verbeterd",
                "hand_booking_withdraw": "ingetrokken",
                "forecast_set": "prognose gegeven",
                "ledger_word_remove": "vergeten",
                "year_close": "afgesloten",
                "year_reopen": "heropend",
                "school_shares_set": "over scholen verdeeld",
            }
        )
        DETAIL_WORDS.update(
            {
                "unit": "eenheid",
                "successor": "opvolger",
                "meaning": "betekenis",
                "shares": "verdeling",
                "closed_years": "uitkomst veranderd van afgesloten boekjaar",
            }
        )
