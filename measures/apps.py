from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "measures"

    def ready(self) -> None:
        from indicators.additions import page_additions
        from measures.decisions.additions import indicator_decisions
        from operations.selectors import DETAIL_WORDS
        from operations.words import OBJECT_WORDS, VERB_WORDS

        page_additions.append(indicator_decisions)
        OBJECT_WORDS.update(
            {
                "measures.measure": "maatregel",
                "measures.evidence": "bewijsstuk",
                "measures.statusreport": "melding",
                "measures.decision": "besluit",
            }
        )
        DETAIL_WORDS.setdefault("round", "ronde")
        DETAIL_WORDS.setdefault("verdict", "oordeel")
        DETAIL_WORDS.setdefault("progress", "voortgang")
        VERB_WORDS.update(
            {
                "measures_assign": "verdeeld",
                "assignments_end": "uitvoering beëindigd",
                "assignments_withdraw": "verdeling ongedaan gemaakt",
                "evidence_add": "toegevoegd",
                "evidence_withdraw": "ingetrokken",
                "report_submit": "stand gemeld",
                "report_unchanged": "gemeld: niets veranderd",
                "report_correct": "melding verbeterd",
                "reply_add": "besproken",
                "decision_record": "genomen",
                "decision_move": "andere laatste dag",
                "decision_close": "afgerond",
                "milestone_reach": "stap bereikt",
                "milestone_undo": "stap toch niet bereikt",
            }
        )
