"""Templates of arguments: people, messages, competencies, tags, files and the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.moodle.sweep.values import Activity, Course, CourseContext, Person, Row, SiteRow, Text, Word, where

SELF = Person("self")
REPORT = SiteRow("reportbuilder_report")
STUDENT = Person("student")
PEER = Person("peer")
GLOSSARY = {"contextlevel": "module", "instanceid": Activity("glossary", "cmid")}
FORUM_POST = {
    "contextlevel": "module",
    "instanceid": Activity("forum", "cmid"),
    "component": "mod_forum",
    "ratingarea": "post",
    "itemid": Row("rating", "itemid"),
    "scaleid": 100,
}
COMMENTED = {**GLOSSARY, "component": "mod_glossary", "itemid": Row("glossary_entries"), "area": "glossary_entry"}
SCALE = Text(
    '[{{"scaleid": "{scale}"}}, {{"id": 1, "scaledefault": 1, "proficient": 0}},'
    ' {{"id": 2, "scaledefault": 0, "proficient": 1}}]',
    (("scale", SiteRow("competency_framework", "scaleid")),),
)
CONTEXT = {"context": {"contextid": CourseContext()}}

SUBSYSTEMS: Mapping[str, Mapping[str, Any]] = {
    "core_badges_get_user_badges": {"userid": STUDENT, "courseid": Course()},
    "core_blog_add_entry": {
        "subject": "New",
        "summary": "New",
        "summaryformat": 1,
        "options": [
            {"name": "courseassoc", "value": Text("{id}", (("id", Course()),))},
            {"name": "modassoc", "value": Text("{id}", (("id", Activity("page", "cmid")),))},
        ],
    },
    "core_blog_get_entries": {"filters": [{"name": "courseid", "value": Course()}]},
    "core_blog_update_entry": {
        "entryid": Row("post", where=where(module="blog")),
        "subject": "Changed",
        "summary": "Changed",
        "summaryformat": 1,
        "options": [{"name": "courseassoc", "value": Text("{id}", (("id", Course()),))}],
    },
    "core_blog_view_entries": {"filters": [{"name": "courseid", "value": Course()}]},
    "core_comment_add_comments": {"comments": [{**COMMENTED, "content": "New"}]},
    "core_comment_get_comments": COMMENTED,
    "core_competency_count_competencies": {
        "filters": [{"column": "competencyframeworkid", "value": SiteRow("competency_framework")}]
    },
    "core_competency_count_competency_frameworks": {**CONTEXT, "includes": "parents"},
    "core_competency_count_templates": {**CONTEXT, "includes": "parents"},
    "core_competency_create_competency": {
        "competency": {
            "shortname": "New",
            "idnumber": "NEW",
            "competencyframeworkid": SiteRow("competency_framework"),
            "description": "",
            "descriptionformat": 1,
        }
    },
    "core_competency_create_competency_framework": {
        "competencyframework": {
            "shortname": "New",
            "idnumber": "NEW",
            "scaleid": SiteRow("competency_framework", "scaleid"),
            "scaleconfiguration": SCALE,
            "contextid": Row("context", where=where(contextlevel=40)),
        }
    },
    "core_competency_create_plan": {
        "plan": {"name": "New", "userid": STUDENT, "description": "", "descriptionformat": 1}
    },
    "core_competency_create_template": {
        "template": {"shortname": "New", "description": "", "descriptionformat": 1, "contextid": CourseContext()}
    },
    "core_competency_grade_competency": {"userid": STUDENT, "competencyid": SiteRow("competency"), "grade": 2},
    "core_competency_grade_competency_in_course": {
        "courseid": Course(),
        "userid": STUDENT,
        "competencyid": SiteRow("competency"),
        "grade": 2,
    },
    "core_competency_grade_competency_in_plan": {
        "planid": Row("competency_plan"),
        "competencyid": SiteRow("competency"),
        "grade": 2,
    },
    "core_competency_list_competencies": {
        "filters": [{"column": "competencyframeworkid", "value": SiteRow("competency_framework")}]
    },
    "core_competency_list_competency_frameworks": {"sort": "shortname", **CONTEXT, "includes": "parents"},
    "core_competency_list_templates": {"sort": "shortname", **CONTEXT, "includes": "parents"},
    "core_competency_set_course_competency_ruleoutcome": {
        "coursecompetencyid": Row("competency_coursecomp"),
        "ruleoutcome": 1,
    },
    "core_competency_update_competency": {
        "competency": {"id": SiteRow("competency"), "shortname": "Changed", "description": "", "descriptionformat": 1}
    },
    "core_competency_update_competency_framework": {
        "competencyframework": {"id": SiteRow("competency_framework"), "shortname": "Changed"}
    },
    "core_competency_update_course_competency_settings": {
        "courseid": Course(),
        "settings": {"pushratingstouserplans": True},
    },
    "core_competency_update_plan": {"plan": {"id": Row("competency_plan"), "name": "Changed"}},
    "core_competency_update_template": {"template": {"id": Row("competency_template"), "shortname": "Changed"}},
    "core_contentbank_copy_content": {"contentid": Row("contentbank_content"), "name": "Copy"},
    "core_contentbank_rename_content": {"contentid": Row("contentbank_content"), "name": "Changed"},
    "core_contentbank_set_content_visibility": {"contentid": Row("contentbank_content"), "visibility": 2},
    "core_files_get_files": {
        "contextid": Activity("resource", "contextid"),
        "component": "mod_resource",
        "filearea": "content",
        "itemid": 0,
        "filepath": "/",
        "filename": "",
    },
    "core_files_upload": {
        "contextlevel": "user",
        "instanceid": SELF,
        "component": "user",
        "filearea": "draft",
        "itemid": 0,
        "filepath": "/",
        "filename": "new.txt",
        "filecontent": "TmV3",
    },
    "core_create_userfeedback_action_record": {"action": "give", "contextid": CourseContext()},
    "core_customfield_create_category": {"component": "core_course", "area": "course", "itemid": 0},
    "core_get_string": {"stringid": "course"},
    "core_get_strings": {"strings": [{"stringid": "course"}]},
    "core_get_component_strings": {"component": "moodle"},
    "core_message_get_conversation": {
        "userid": SELF,
        "conversationid": Row("message_conversations", where=where(type=2)),
        "includecontactrequests": True,
        "includeprivacyinfo": True,
    },
    "core_message_get_messages": {"useridto": SELF, "useridfrom": 0, "type": "both", "read": 2},
    "core_message_get_message_processor": {"userid": SELF, "name": "popup"},
    "core_message_get_user_notification_preferences": {"userid": SELF},
    "core_message_send_instant_messages": {"messages": [{"touserid": PEER, "text": "New"}]},
    "core_message_send_messages_to_conversation": {
        "conversationid": Row("message_conversations", where=where(type=2)),
        "messages": [{"text": "New"}],
    },
    "core_rating_add_rating": {**FORUM_POST, "rateduserid": STUDENT, "rating": 60, "aggregation": 1},
    "core_rating_get_item_ratings": {**FORUM_POST, "sort": ""},
    "core_reportbuilder_columns_add": {"reportid": REPORT, "uniqueidentifier": "course:shortname"},
    "core_reportbuilder_conditions_add": {"reportid": REPORT, "uniqueidentifier": "course:shortname"},
    "core_reportbuilder_filters_add": {"reportid": REPORT, "uniqueidentifier": "course:idnumber"},
    "core_reportbuilder_set_filters": {"reportid": REPORT, "values": "{}"},
    "core_search_get_results": {"query": Word(), "filters": {"courseids": [Course()], "contextids": [CourseContext()]}},
    "core_search_get_top_results": {
        "query": Word(),
        "filters": {"courseids": [Course()], "contextids": [CourseContext()]},
    },
    "core_tag_get_tagindex": {
        "tagindex": {"tag": Row("tag", "rawname"), "tc": 1, "ta": 1, "ctx": CourseContext(), "rec": True}
    },
    "core_tag_get_tagindex_per_area": {"tagindex": {"id": Row("tag"), "ctx": CourseContext(), "rec": True}},
    "core_tag_get_tags": {"tags": [{"id": Row("tag")}]},
    "core_tag_update_tags": {"tags": [{"id": Row("tag"), "description": "Changed"}]},
    "core_user_get_private_files_info": {"userid": SELF},
    "core_user_get_user_preferences": {"userid": SELF},
    "core_user_get_users": {"criteria": [{"key": "lastname", "value": Row("user", "lastname")}]},
    "core_user_get_users_by_field": {"field": "id", "values": [Person("loner")]},
    "core_user_search_identity": {"query": Word()},
    "core_user_set_user_preferences": {"preferences": [{"name": "drawer-open-index", "value": "1", "userid": SELF}]},
    "core_user_update_user_preferences": {"userid": SELF},
    "tool_lp_search_cohorts": {"query": Word(), "context": {"contextid": CourseContext()}, "includes": "parents"},
    "tool_lp_search_users": {"query": Word(), "capability": "moodle/competency:planview"},
    "tool_lp_data_for_competency_frameworks_manage_page": {"pagecontext": {"contextid": CourseContext()}},
    "tool_lp_data_for_templates_manage_page": {"pagecontext": {"contextid": CourseContext()}},
}
