"""Templates of arguments: courses, calendar, groups, grades, enrolment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.moodle.sweep.values import Activity, Course, CourseContext, Person, Row, Word, where

LATER = 1_900_000_000
STUDENT = Person("student")
PEER = Person("peer")
COHORT_TYPE = {"type": "id", "value": Row("cohort")}

BACKUP = Row("backup_controllers", "backupid")

COURSE: Mapping[str, Mapping[str, Any]] = {
    "core_backup_get_async_backup_links_backup": {
        "backupid": Row("backup_controllers", "backupid"),
        "contextid": CourseContext(),
        "filename": "x.mbz",
    },
    "core_backup_get_async_backup_links_restore": {
        "backupid": Row("backup_controllers", "backupid"),
        "contextid": CourseContext(),
    },
    "core_backup_get_copy_progress": {"copies": [{"backupid": BACKUP, "restoreid": BACKUP, "operation": "backup"}]},
    "core_calendar_create_calendar_events": {
        "events": [
            {"name": "New", "eventtype": "course", "courseid": Course(), "timestart": LATER},
            {"name": "New", "eventtype": "group", "courseid": Course(), "groupid": Row("groups"), "timestart": LATER},
        ]
    },
    "core_calendar_get_action_events_by_timesort": {"timesortfrom": 0, "limitnum": 50},
    "core_calendar_get_calendar_day_view": {"year": 2026, "month": 11, "day": 23, "courseid": Course()},
    "core_calendar_get_calendar_events": {
        "events": {
            "eventids": [Row("event", where=where(eventtype="course"))],
            "courseids": [Course()],
            "groupids": [Row("groups")],
            "categoryids": [Row("course_categories")],
        },
        "options": {"userevents": True, "siteevents": True, "timestart": 0, "timeend": LATER},
    },
    "core_calendar_get_calendar_monthly_view": {"year": 2026, "month": 11, "courseid": Course()},
    "core_calendar_get_calendar_upcoming_view": {"courseid": Course()},
    "core_calendar_get_timestamps": {"data": [{"year": 2026, "month": 11, "day": 23, "hour": 0, "minute": 0}]},
    "core_calendar_update_event_start_day": {
        "eventid": Row("event", where=where(eventtype="course")),
        "daytimestamp": LATER,
    },
    "core_cohort_add_cohort_members": {
        "members": [{"cohorttype": COHORT_TYPE, "usertype": {"type": "id", "value": PEER}}]
    },
    "core_cohort_create_cohorts": {
        "cohorts": [
            {"categorytype": {"type": "id", "value": Row("course_categories")}, "name": "New", "idnumber": "NEW"}
        ]
    },
    "core_cohort_search_cohorts": {"query": Word(), "context": {"contextid": CourseContext()}, "includes": "parents"},
    "core_cohort_update_cohorts": {
        "cohorts": [
            {
                "id": Row("cohort"),
                "categorytype": {"type": "id", "value": Row("course_categories")},
                "name": "Changed",
                "idnumber": "CHANGED",
            }
        ]
    },
    "core_completion_override_activity_completion_status": {
        "userid": STUDENT,
        "cmid": Activity("page", "cmid"),
        "newstate": 1,
    },
    "core_completion_update_activity_completion_status_manually": {"cmid": Activity("page", "cmid"), "completed": True},
    "core_course_check_updates": {
        "courseid": Course(),
        "tocheck": [{"contextlevel": "module", "id": Activity("page", "cmid"), "since": 0}],
    },
    "core_course_create_categories": {"categories": [{"name": "New", "parent": Row("course_categories")}]},
    "core_course_create_courses": {
        "courses": [{"fullname": "New", "shortname": "NEW", "categoryid": Row("course_categories")}]
    },
    "core_course_delete_courses": {"courseids": [Course()]},
    "core_course_duplicate_course": {
        "courseid": Course(),
        "fullname": "Copy",
        "shortname": "COPY",
        "categoryid": Row("course_categories"),
        "options": [{"name": "users", "value": "0"}],
    },
    "core_course_edit_module": {"action": "hide", "id": Activity("page", "cmid")},
    "core_course_edit_section": {"action": "hide", "id": Row("course_sections", where=where(section=3))},
    "core_course_get_categories": {"criteria": [{"key": "id", "value": Row("course_categories")}]},
    "core_course_get_contents": {
        "courseid": Course(),
        "options": [{"name": "cmid", "value": Activity("page", "cmid")}],
    },
    "core_course_get_course_module_by_instance": {"module": "page", "instance": Activity("page")},
    "core_course_get_courses": {"options": {"ids": [Course()]}},
    "core_course_get_courses_by_field": {"field": "shortname", "value": Word("{upper}")},
    "core_course_get_enrolled_courses_by_timeline_classification": {"classification": "all", "searchvalue": ""},
    "core_course_get_enrolled_courses_with_action_events_by_timeline_classification": {"classification": "all"},
    "core_course_get_updates_since": {"courseid": Course(), "since": 0},
    "core_course_search_courses": {"criterianame": "search", "criteriavalue": Word()},
    "core_course_set_favourite_courses": {"courses": [{"id": Course(), "favourite": False}]},
    "core_course_update_categories": {"categories": [{"id": Row("course_categories"), "name": "Changed"}]},
    "core_course_update_courses": {"courses": [{"id": Course(), "summary": "Changed"}]},
    "core_courseformat_create_module": {"courseid": Course(), "modname": "subsection", "targetsectionnum": 1},
    "core_courseformat_new_module": {
        "courseid": Course(),
        "modname": "subsection",
        "targetsectionid": Row("course_sections", where=where(section=1)),
    },
    "core_courseformat_update_course": {"action": "cm_hide", "courseid": Course(), "ids": [Activity("page", "cmid")]},
    "core_enrol_get_enrolled_users": {
        "courseid": Course(),
        "options": [{"name": "groupid", "value": Row("groups")}],
    },
    "core_enrol_get_enrolled_users_with_capability": {
        "coursecapabilities": [{"courseid": Course(), "capabilities": ["moodle/course:view"]}],
        "options": [{"name": "groupid", "value": Row("groups")}],
    },
    "core_enrol_get_potential_users": {
        "courseid": Course(),
        "enrolid": Row("enrol", where=where(enrol="manual")),
        "search": "",
        "searchanywhere": True,
        "page": 0,
        "perpage": 10,
    },
    "core_enrol_search_users": {
        "courseid": Course(),
        "search": Word(),
        "searchanywhere": True,
        "page": 0,
        "perpage": 10,
    },
    "core_enrol_get_users_courses": {"userid": STUDENT},
    "core_filters_get_available_in_context": {"contexts": [{"contextlevel": "course", "instanceid": Course()}]},
    "core_grades_create_gradecategories": {
        "courseid": Course(),
        "categories": [
            {"fullname": "New", "options": {"parentcategoryid": Row("grade_categories", where=where(depth=2))}}
        ],
    },
    "core_grades_get_feedback": {
        "courseid": Course(),
        "userid": PEER,
        "itemid": Row("grade_items", where=where(itemtype="manual")),
    },
    "core_grades_get_enrolled_users_for_search_widget": {
        "courseid": Course(),
        "actionbaseurl": "https://campus.example/",
        "groupid": 0,
    },
    "core_grades_update_grades": {
        "source": "test",
        "courseid": Course(),
        "component": "mod_assign",
        "activityid": Activity("assign", "cmid"),
        "itemnumber": 0,
        "grades": [{"studentid": PEER, "grade": 40}],
    },
    "core_grading_get_definitions": {
        "cmids": [Activity("assign", "cmid", "open assign"), Activity("assign", "cmid")],
        "areaname": "submissions",
    },
    "core_grading_save_definitions": {
        "areas": [
            {
                "cmid": Activity("assign", "cmid"),
                "contextid": Activity("assign", "contextid"),
                "component": "mod_assign",
                "areaname": "submissions",
                "definitions": [
                    {
                        "method": "rubric",
                        "name": "New",
                        "status": 20,
                        "timecreated": 1,
                        "usercreated": Person("self"),
                        "timemodified": 1,
                        "usermodified": Person("self"),
                        "rubric": {
                            "rubric_criteria": [
                                {"sortorder": 1, "description": "New", "levels": [{"score": 0.0, "definition": "bad"}]}
                            ]
                        },
                    }
                ],
            }
        ]
    },
    "core_group_add_group_members": {
        "members": [{"groupid": Row("groups", where=where(idnumber=Word("{upper}-second"))), "userid": PEER}]
    },
    "core_group_assign_grouping": {"assignments": [{"groupingid": Row("groupings"), "groupid": Row("groups")}]},
    "core_group_create_groupings": {
        "groupings": [{"courseid": Course(), "name": "New", "description": "", "idnumber": "NEW"}]
    },
    "core_group_create_groups": {"groups": [{"courseid": Course(), "name": "New", "description": ""}]},
    "core_group_update_groupings": {"groupings": [{"id": Row("groupings"), "name": "Changed", "description": ""}]},
    "core_group_update_groups": {
        "groups": [{"id": Row("groups", where=where(idnumber=Word("{upper}-second"))), "name": "Changed"}]
    },
    "core_notes_create_notes": {
        "notes": [{"userid": STUDENT, "publishstate": "course", "courseid": Course(), "text": "New", "format": 1}]
    },
    "core_notes_update_notes": {
        "notes": [
            {"id": Row("post", where=where(module="notes")), "publishstate": "course", "text": "Changed", "format": 1}
        ]
    },
    "core_notes_get_course_notes": {"courseid": Course(), "userid": STUDENT},
    "core_role_assign_roles": {"assignments": [{"roleid": 4, "userid": PEER, "contextid": CourseContext()}]},
    "core_role_unassign_roles": {"unassignments": [{"roleid": 4, "userid": PEER, "contextid": CourseContext()}]},
    "core_user_get_course_user_profiles": {"userlist": [{"userid": PEER, "courseid": Course()}]},
    "core_user_view_user_profile": {"userid": PEER, "courseid": Course()},
    "enrol_manual_enrol_users": {"enrolments": [{"roleid": 5, "userid": PEER, "courseid": Course()}]},
    "enrol_self_enrol_user": {"courseid": Course(), "instanceid": Row("enrol", where=where(enrol="self"))},
    "gradereport_grader_get_users_in_report": {"courseid": Course()},
    "gradereport_overview_get_course_grades": {"userid": STUDENT},
    "gradereport_singleview_get_grade_items_for_search_widget": {"courseid": Course()},
    "gradereport_user_get_grade_items": {"courseid": Course(), "userid": STUDENT},
    "gradereport_user_get_grades_table": {"courseid": Course(), "userid": STUDENT},
    "gradereport_user_get_access_information": {"courseid": Course()},
}
