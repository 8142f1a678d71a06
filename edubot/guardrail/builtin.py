"""The warnings and alerts that stand in the code, for the moment when the policy file cannot be read.

They are the bundled policy's general forms; a test holds the two together.
"""

from datetime import date

from edubot.model import AlertKind, Authored, Outcome, SafetyWarning, WarningTopic
from edubot.policy import BESIDE_CRISIS, DISAGREEMENT, GENERAL, OTHER_LANGUAGE, OTHER_MEDICINE, UNREVIEWED, Policy

_CHECKED = date(2026, 11, 23)

_PREGNANCY = SafetyWarning(
    id="pregnancy.general",
    topic=WarningTopic.PREGNANCY,
    line=(
        "Pregnancy: never take isotretinoin if you are or may be pregnant. It can badly harm a baby. If you may be, "
        "stop and call your prescriber now."
    ),
    text=(
        "Do not take isotretinoin if you are pregnant, think you might be, or plan to be. It can badly harm an "
        "unborn baby, even after a short time. It can also cause a miscarriage, an early birth or the death of the "
        "baby. If you can get pregnant, you need pregnancy tests, and birth control as your prescriber tells you: 1 "
        "month before, during, and 1 month after treatment. Do not rely on the mini-pill. If your birth control "
        "fails, ask a pharmacist or doctor today about emergency birth control. If you may be pregnant, stop taking "
        "it and call your prescriber right away. Do not breastfeed, and ask when it is safe again. Do not give blood "
        "until 1 month after your last dose. Do not share your medicine with anyone."
    ),
    sources=(
        "US FDA: boxed warning of isotretinoin capsules",
        "US Medication Guide for isotretinoin",
        "NHS: isotretinoin capsules",
        "EMA 2018: review of retinoid medicines",
        "BUMPS: isotretinoin in pregnancy",
        "UK transfusion services: guidelines for blood donors",
    ),
    jurisdiction=GENERAL,
    checked=_CHECKED,
)

_MENTAL_HEALTH = SafetyWarning(
    id="mental.general",
    topic=WarningTopic.MENTAL_HEALTH,
    line=(
        "Mood: if you feel very low or think of harming yourself, stop taking it and get help now. US: call or text "
        "988. UK and Ireland: call 116 123."
    ),
    text=(
        "Some people taking isotretinoin have felt very low, had mood changes, or thought about suicide. If this "
        "happens to you, stop taking it and call your prescriber right away. Ask family or friends to watch for "
        "changes. If you might hurt yourself, call your emergency number now: 911 in the US, 999 in the UK, 112 in "
        "the EU and India. To talk to someone at any hour, call or text 988 in the US, or call 116 123 in the UK "
        "and Ireland. Unless a warning here tells you to stop, do not stop or change your dose without asking your "
        "prescriber."
    ),
    sources=(
        "NHS: side effects of isotretinoin capsules",
        "US Medication Guide for isotretinoin",
        "MHRA 2023: isotretinoin, new safety measures",
        "988 Suicide and Crisis Lifeline",
        "Samaritans",
    ),
    jurisdiction=GENERAL,
    checked=_CHECKED,
)

_ALERTS = {
    AlertKind.CRISIS: Authored(
        id="crisis.general",
        text=(
            "Please get help right now. You do not have to face this alone. If you or someone else may be hurt, "
            "call your emergency number: 911 in the US, 999 in the UK, 112 in the EU and India. To talk to someone "
            "at any hour: in the US call or text 988. In the UK and Ireland call 116 123. Stay with someone you "
            "trust, and move the medicine out of reach. Stop taking isotretinoin and call the prescriber right "
            "away. If too much was taken, call the emergency number or a poison center now, even if you feel well."
        ),
        sources=(
            "988 Suicide and Crisis Lifeline",
            "Samaritans",
            "NHS: side effects of isotretinoin capsules",
            "US Medication Guide for isotretinoin",
        ),
        jurisdiction=GENERAL,
        checked=_CHECKED,
    ),
    AlertKind.EMERGENCY: Authored(
        id="emergency.general",
        text=(
            "This could be serious. Get medical help now. In an emergency call 911 (US), 999 (UK), 112 (EU, India) "
            "or your local number. Do not take more isotretinoin before you have talked to a doctor. If too much "
            "was taken, or a child or an animal got some, call the emergency number or a poison center now."
        ),
        sources=(
            "US Medication Guide for isotretinoin",
            "NHS: side effects of isotretinoin capsules",
            "US FDA 2007: serious side effects of isotretinoin",
        ),
        jurisdiction=GENERAL,
        checked=_CHECKED,
    ),
    AlertKind.PREGNANCY: Authored(
        id="exposure.general",
        text=(
            "Isotretinoin can badly harm an unborn baby. If you take it and are or may be pregnant, stop now and "
            "call your prescriber right away. If birth control failed or was not used, ask a pharmacist or doctor "
            "today about emergency birth control. If you breastfeed or plan a baby, do not take it before you have "
            "talked to your prescriber. If only the man takes it, no harm to the baby is proven: ask the "
            "prescriber, and share no capsules."
        ),
        sources=(
            "US FDA: boxed warning of isotretinoin capsules",
            "NHS: isotretinoin capsules",
            "BUMPS: isotretinoin in pregnancy",
        ),
        jurisdiction=GENERAL,
        checked=_CHECKED,
    ),
    AlertKind.DOSING: Authored(
        id="dosing.general",
        text=(
            "If you feel depressed or very low, may be pregnant, or have a dangerous symptom, stop taking it and call "
            "your prescriber now. In all else, do not stop, skip, double or change your dose on your own. Only your "
            "prescriber can set it. If too much was taken, call your emergency number or a poison center. I can show "
            "what the leaflets say in general. They do not all agree."
        ),
        sources=("NHS: isotretinoin capsules", "US Medication Guide for isotretinoin"),
        jurisdiction=GENERAL,
        checked=_CHECKED,
    ),
    AlertKind.PROCUREMENT: Authored(
        id="procurement.general",
        text=(
            "I can not help with getting isotretinoin without your own prescription. It needs a prescription and "
            "safety checks, and it must never be shared. Buying it online skips those checks. A baby can be badly "
            "harmed. Ask a doctor."
        ),
        sources=("US FDA 2007: buying isotretinoin online", "NHS: isotretinoin capsules"),
        jurisdiction=GENERAL,
        checked=_CHECKED,
    ),
}


def _own(id: str, text: str) -> Authored:
    return Authored(id, text, ("edubot: no medical claim",), GENERAL, _CHECKED)


_UNAVAILABLE = _own("unavailable", "I cannot search the leaflets right now. Ask your prescriber or pharmacist.")

BUILTIN_POLICY = Policy(
    drug="isotretinoin",
    warnings=(_PREGNANCY, _MENTAL_HEALTH),
    alerts={kind: (alert,) for kind, alert in _ALERTS.items()},
    messages=dict.fromkeys(Outcome, _UNAVAILABLE),
    corrections={},
    phrases={
        UNREVIEWED: _own(UNREVIEWED, "Wording not yet reviewed by a clinician."),
        DISAGREEMENT: _own(DISAGREEMENT, "The leaflets do not agree. Ask your prescriber which applies to you."),
        BESIDE_CRISIS: _own(BESIDE_CRISIS, "If you also have a question for the leaflets, you can ask it at any time."),
        OTHER_MEDICINE: _own(
            OTHER_MEDICINE, "I cannot search the leaflets right now. Ask your prescriber or pharmacist."
        ),
        OTHER_LANGUAGE: _own(
            OTHER_LANGUAGE, "These leaflets are in English. Ask me again in English, or ask your pharmacist."
        ),
    },
    suggestions=(),
)
"""Shown meanwhile; no question is answered under it."""
