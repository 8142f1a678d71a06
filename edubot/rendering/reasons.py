"""In plain words, why a part of a leaflet is left out."""

from collections.abc import Mapping

from edubot.model import Reason

WHY: Mapping[Reason, str] = {
    Reason.SALES_LINK: "a link to a shop",
    Reason.UNSAFE_CLAIM: "a claim that is not safe to follow",
    Reason.USER_REVIEWS: "what users of a website wrote",
    Reason.REVIEW_BASED: "a claim that rests on what users wrote",
    Reason.COMMENT_FORM: "a website's comment form",
    Reason.SITE_BOILERPLATE: "words of a website about itself",
    Reason.SEO_TITLE: "a title written for search engines",
    Reason.MARKETING: "advertising",
    Reason.IMPRINT: "names and addresses of companies",
    Reason.PAGE_FURNITURE: "what stands around the text: menus, heads and feet of pages",
}


def gap_label(reason: Reason) -> str:
    """What stands in the place of what is left out."""
    return f"[left out: {WHY[reason]}]"
