"""What is written though it changes no content, each with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.moodle.sweep.change_log import RowChange

OWN_TABLES = "local_mcpgate_"
"""The plugin's: the record of the call, nonces, heartbeats, when a connection was last used."""

LOGS_AND_CACHES: Mapping[str, str] = {
    "cache_flags": "Moodle's cache of what changed in permissions",
    "logstore_standard_log": "the site's log, which names what was attempted",
    "user_lastaccess": "when the person was last seen in a course",
}
"""Tables no function is asked about."""


OWN_SETTINGS: Mapping[str, str] = {
    "sealkeys": "the key that signs the record, made when it is sealed for the first time",
}
"""Settings of the plugin that its sidecar has made beside a call."""


@dataclass(frozen=True, kw_only=True)
class Harmless:
    """Rows a function may write: new ones if they may be ``made``, ``columns`` of any; nothing is ever deleted."""

    table: str
    reason: str
    made: bool = True
    columns: tuple[str, ...] = ()

    def covers(self, change: RowChange) -> bool:
        allowed = {"insert": self.made, "update": set(change.columns) <= set(self.columns), "delete": False}
        return change.table == self.table and allowed[change.kind]


def is_log_or_cache(change: RowChange) -> bool:
    return change.table.startswith(OWN_TABLES) or change.table in LOGS_AND_CACHES or is_own_setting(change)


def is_own_setting(change: RowChange) -> bool:
    made = (change.kind, change.table, change.after.get("plugin")) == ("insert", "config_plugins", "'local_mcpgate'")
    return made and change.after["name"].strip("'") in OWN_SETTINGS


ANONYMOUS_NUMBER = Harmless(
    table="assign_user_mapping", reason="the number a participant is given before an anonymous submission is graded"
)
RENDERED_PAGE = Harmless(
    table="wiki_pages",
    made=False,
    columns=("cachedcontent", "timerendered"),
    reason="the page as HTML, kept until it is edited",
)

READS_THAT_WRITE: Mapping[str, tuple[Harmless, ...]] = {
    "block_accessreview_get_module_data": (
        Harmless(table="user_preferences", reason="that the person has the block's marks switched on"),
    ),
    "core_block_get_dashboard_blocks": (ANONYMOUS_NUMBER,),
    "core_enrol_get_potential_users": (
        Harmless(
            table="context",
            columns=("path", "depth"),
            reason="the place of a person in the tree of permissions, made when first needed",
        ),
    ),
    "core_grading_get_definitions": (
        Harmless(table="grading_areas", reason="the empty place for a grading form, made when first needed"),
    ),
    "core_webservice_get_site_info": (
        Harmless(table="user_private_key", reason="the person's key to own files, made when first needed; never sent"),
    ),
    "mod_assign_get_submission_status": (
        Harmless(table="assign_submission", reason="the person's own empty submission, made when first looked at"),
    ),
    "mod_h5pactivity_get_h5pactivities_by_courses": (
        Harmless(table="config_plugins", reason="the default of a display setting"),
    ),
    "mod_wiki_get_page_contents": (RENDERED_PAGE,),
    "mod_wiki_get_subwiki_pages": (RENDERED_PAGE,),
    "report_competency_data_for_report": (
        Harmless(table="competency_usercompcourse", reason="the empty rating of a competency, made when first needed"),
    ),
}
"""What functions that only read were seen to write."""

SEARCH_CHECKED = Harmless(
    table="config_plugins", columns=("value",), reason="when the search engine's tables were last looked over"
)

WRITTEN_AT_TIMES: Mapping[str, tuple[Harmless, ...]] = {
    "core_search_get_relevant_users": (SEARCH_CHECKED,),
    "core_search_get_results": (SEARCH_CHECKED,),
    "core_search_get_search_areas_list": (SEARCH_CHECKED,),
    "core_search_get_top_results": (SEARCH_CHECKED,),
    "gradereport_overview_get_course_grades": (
        Harmless(
            table="grade_categories",
            columns=("depth", "path"),
            reason="the empty gradebook of a course that has none yet",
        ),
        Harmless(table="grade_categories_history", reason="the history of that"),
        Harmless(table="grade_items", columns=("grademax", "needsupdate"), reason="the total in that gradebook"),
        Harmless(table="grade_items_history", reason="the history of that"),
    ),
}
"""What they write besides when an hour has passed, or on older versions of Moodle."""

RAN_WITH_A_FOREIGN_ID: Mapping[str, str] = {
    "core_rating_get_item_ratings": "ratings are looked up by activity and item, and the activity is the own one",
    "mod_feedback_process_page": "an answer to a question the form does not have is left aside",
}
"""Functions that ran though an argument named a row of the foreign course."""

CHANGED_IN_PASSING: Mapping[str, str] = {
    "block_recentlyaccesseditems": "the person's own list of last visits; a new one pushes the oldest off",
    "chat_messages": "that somebody left, told when anybody's chat is looked at",
    "chat_messages_current": "the same",
    "chat_users": "who stopped answering is removed from every chat when anybody's chat is looked at",
}
"""Tables in which Moodle changes rows of other courses while one works in one's own."""
