"""The warnings that stand in the code, for the moment when the policy file cannot be read.

They are the bundled policy's general forms; a test holds the two together.
"""

from datetime import date

from edubot.model import Outcome, SafetyWarning, Topic
from edubot.policy import GENERAL, Policy

_CHECKED = date(2026, 11, 23)

_PREGNANCY = SafetyWarning(
    topic=Topic.PREGNANCY,
    line=(
        "Pregnancy: never take isotretinoin if you are or may be pregnant. It can badly harm a baby. "
        "If you may be, stop and call your prescriber now."
    ),
    text=(
        "Do not take isotretinoin if you are pregnant, think you might be, or plan to be. It can badly harm an "
        "unborn baby, even after a short time. It can also cause a miscarriage, an early birth or the death of the "
        "baby. If you can get pregnant, use birth control as your prescriber tells you: 1 month before, during, and "
        "1 month after treatment. Do not rely on the mini-pill. If your birth control fails, ask a pharmacist or "
        "doctor today about emergency birth control. If you may be pregnant, stop taking it and call your prescriber "
        "right away. Do not breastfeed, and ask when it is safe again. Do not give blood until 1 month after your "
        "last dose. Do not share your medicine with anyone."
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
    topic=Topic.MENTAL_HEALTH,
    line=(
        "Mood: if you feel very low or think of harming yourself, stop taking it and get help now. "
        "US: call or text 988. UK and Ireland: call 116 123."
    ),
    text=(
        "Some people taking isotretinoin have felt very low, had mood changes, or thought about suicide. If this "
        "happens to you, stop taking it and call your prescriber right away. Ask family or friends to watch for "
        "changes. If you might hurt yourself, call your emergency number now: 911 in the US, 999 in the UK, 112 in "
        "the EU and India. To talk to someone at any hour, call or text 988 in the US, or call 116 123 in the UK and "
        "Ireland. Unless a warning here tells you to stop, do not stop or change your dose without asking your "
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

_UNAVAILABLE = "I cannot search the leaflets right now. Ask your prescriber or pharmacist."

BUILTIN_POLICY = Policy(
    drug="isotretinoin",
    warnings=(_PREGNANCY, _MENTAL_HEALTH),
    messages=dict.fromkeys(Outcome, _UNAVAILABLE),
    suggestions=(),
    unreviewed_notice="Wording not yet reviewed by a clinician.",
)
"""Shown meanwhile; no question is answered under it."""
