"""The warnings and alerts for any drug that stand in the code, beside those for isotretinoin in `builtin`.

They are the general policy's general forms; a test holds the two together.
"""

from dataclasses import replace
from datetime import date

from edubot.guardrail.builtin import BUILTIN_POLICY
from edubot.model import AlertKind, Authored, SafetyWarning, WarningTopic
from edubot.policy import GENERAL

_CHECKED = date(2026, 11, 23)

_PREGNANCY = SafetyWarning(
    id="any-drug.pregnancy.general",
    topic=WarningTopic.PREGNANCY,
    line=(
        "Pregnancy: some medicines can badly harm a baby. If you are or may be pregnant, or you breastfeed, ask your "
        "prescriber before you take any."
    ),
    text=(
        "Some medicines can badly harm an unborn baby, and some pass into breast milk. If you are pregnant, may be "
        "pregnant, plan to be, or breastfeed, ask your prescriber or pharmacist before you take any medicine. If you "
        "take one now and may be pregnant, call your prescriber today. Ask before you stop a medicine that you were "
        "told to take."
    ),
    sources=(
        "NHS: medicines in pregnancy",
        "US FDA: medicine and pregnancy",
    ),
    jurisdiction=GENERAL,
    checked=_CHECKED,
)

_MENTAL_HEALTH = SafetyWarning(
    id="any-drug.mental.general",
    topic=WarningTopic.MENTAL_HEALTH,
    line=(
        "Mood: if you feel very low or think of harming yourself, get help now. US: call or text 988. UK and Ireland: "
        "call 116 123."
    ),
    text=(
        "Some medicines can change how you feel. If you feel very low, have sudden mood changes, or think about "
        "suicide, call your prescriber right away. Ask family or friends to watch for changes. If you might hurt "
        "yourself, call your emergency number now: 911 in the US, 999 in the UK, 112 in the EU and India. To talk to "
        "someone at any hour, call or text 988 in the US, or call 116 123 in the UK and Ireland. Do not stop or change "
        "a medicine without asking your prescriber."
    ),
    sources=(
        "988 Suicide and Crisis Lifeline",
        "Samaritans",
        "NHS: medicines information",
    ),
    jurisdiction=GENERAL,
    checked=_CHECKED,
)

_ALERTS = {
    AlertKind.CRISIS: Authored(
        id="any-drug.crisis.general",
        text=(
            "Please get help right now. You do not have to face this alone. If you or someone else may be hurt, call "
            "your emergency number: 911 in the US, 999 in the UK, 112 in the EU and India. To talk to someone at any "
            "hour: in the US call or text 988. In the UK and Ireland call 116 123. Stay with someone you trust, and "
            "move the medicine out of reach. Call the prescriber too. If too much was taken, call the emergency number "
            "or a poison center now, even if you feel well."
        ),
        sources=(
            "988 Suicide and Crisis Lifeline",
            "Samaritans",
            "NHS: medicines information",
            "US FDA: medicine safety",
        ),
        jurisdiction=GENERAL,
        checked=_CHECKED,
    ),
    AlertKind.EMERGENCY: Authored(
        id="any-drug.emergency.general",
        text=(
            "This could be serious. Get medical help now. In an emergency call 911 (US), 999 (UK), 112 (EU, India) or "
            "your local number. Do not take more of the medicine before you have talked to a doctor. If too much was "
            "taken, or a child or an animal got some, call the emergency number or a poison center now."
        ),
        sources=(
            "US FDA: medicine safety",
            "NHS: medicines information",
            "NHS: when to call 999",
        ),
        jurisdiction=GENERAL,
        checked=_CHECKED,
    ),
    AlertKind.PREGNANCY: Authored(
        id="any-drug.exposure.general",
        text=(
            "Some medicines can badly harm an unborn baby. If you take one and are or may be pregnant, call your "
            "prescriber or pharmacist today. If birth control failed or was not used, ask a pharmacist or doctor today "
            "about emergency birth control. If you breastfeed or plan a baby, ask before you take the medicine."
        ),
        sources=(
            "US FDA: medicine and pregnancy",
            "NHS: medicines information",
            "BUMPS: medicines in pregnancy",
        ),
        jurisdiction=GENERAL,
        checked=_CHECKED,
    ),
    AlertKind.DOSING: Authored(
        id="any-drug.dosing.general",
        text=(
            "Your dose depends on you. Only your prescriber can set it. Do not stop, skip, double or change it on your "
            "own, unless a warning here tells you to stop. If too much was taken, call your emergency number or a "
            "poison center. I can show what the leaflets say in general. They may not agree."
        ),
        sources=(
            "NHS: medicines information",
            "US FDA: medicine safety",
        ),
        jurisdiction=GENERAL,
        checked=_CHECKED,
    ),
    AlertKind.PROCUREMENT: Authored(
        id="any-drug.procurement.general",
        text=(
            "I can not help with getting a medicine without your own prescription. A prescription is there to keep you "
            "safe, and medicine must never be shared. Buying it online skips the checks. Ask a doctor."
        ),
        sources=(
            "US FDA: buying medicine online",
            "NHS: medicines information",
        ),
        jurisdiction=GENERAL,
        checked=_CHECKED,
    ),
}

BUILTIN_GENERAL_POLICY = replace(
    BUILTIN_POLICY,
    drug="",
    warnings=(_PREGNANCY, _MENTAL_HEALTH),
    alerts={kind: (alert,) for kind, alert in _ALERTS.items()},
)
"""Shown over leaflets of any other drug, or of several; no question is answered under it."""
