"""Templates of arguments: activities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.moodle.sweep.values import Activity, CourseContext, Person, Row, Site, Text, Word, where

ASSIGN = Activity("assign")
OPEN_ATTEMPT = Row("quiz_attempts", where=where(state="inprogress"))
OPEN_USAGE = Row("quiz_attempts", "uniqueid", where=where(state="inprogress"))
STUDENT = Person("student")
PEER = Person("peer")
GRADING = {
    "component": "mod_forum",
    "contextid": Activity("forum", "contextid"),
    "itemname": "forum",
    "gradeduserid": PEER,
}
RUBRIC = {
    "component": "mod_assign",
    "contextid": Activity("assign", "contextid", "open assign"),
    "itemname": "submissions",
    "gradeduserid": PEER,
}
QUESTIONS = Row("question_categories", where=where(idnumber=Word("{upper}-QUESTIONS")))
RANDOM = Text(
    '{{"filter": {{"category": {{"jointype": 1, "values": ["{category}"], "filteroptions": {{}}}}}}}}',
    (("category", QUESTIONS),),
)
GRADE = {
    "userid": PEER,
    "grade": 50,
    "attemptnumber": -1,
    "addattempt": False,
    "workflowstate": "",
    "plugindata": {"assignfeedbackcomments_editor": {"text": "Good.", "format": 1}},
}
H5P = {
    "component": "mod_h5pactivity",
    "activityId": Text(
        "{site}/xapi/activity/{context}", (("site", Site()), ("context", Activity("h5pactivity", "contextid")))
    ),
    "agent": Text(
        '{{"objectType": "Agent", "account": {{"homePage": "{site}", "name": "{me}"}}}}',
        (("me", Person("self")), ("site", Site())),
    ),
}

ACTIVITIES: Mapping[str, Mapping[str, Any]] = {
    "core_grades_grader_gradingpanel_point_fetch": GRADING,
    "core_grades_grader_gradingpanel_point_store": {**GRADING, "notifyuser": False, "formdata": "grade=50"},
    "core_grades_grader_gradingpanel_scale_fetch": GRADING,
    "core_grades_grader_gradingpanel_scale_store": {**GRADING, "notifyuser": False, "formdata": "grade=1"},
    "core_xapi_delete_state": {**H5P, "stateId": "state"},
    "core_xapi_delete_states": H5P,
    "core_xapi_get_state": {**H5P, "stateId": "state"},
    "core_xapi_get_states": H5P,
    "core_xapi_post_state": {**H5P, "stateId": "state", "stateData": '"new"'},
    "gradingform_guide_grader_gradingpanel_fetch": RUBRIC,
    "gradingform_guide_grader_gradingpanel_store": {**RUBRIC, "notifyuser": False, "formdata": "grade=50"},
    "gradingform_rubric_grader_gradingpanel_fetch": RUBRIC,
    "gradingform_rubric_grader_gradingpanel_store": {**RUBRIC, "notifyuser": False, "formdata": "grade=50"},
    "mod_assign_get_submission_status": {"assignid": Activity("assign", name="untouched assign")},
    "mod_assign_list_participants": {"assignid": ASSIGN, "groupid": 0, "filter": ""},
    "mod_assign_save_grade": {"assignmentid": ASSIGN, "applytoall": False, **GRADE},
    "mod_assign_save_grades": {"assignmentid": ASSIGN, "applytoall": False, "grades": [GRADE]},
    "mod_assign_save_submission": {
        "assignmentid": ASSIGN,
        "plugindata": {"onlinetext_editor": {"text": "Mine.", "format": 1, "itemid": 0}},
    },
    "mod_assign_save_user_extensions": {"assignmentid": ASSIGN, "userids": [PEER], "dates": [1900000000]},
    "mod_assign_set_user_flags": {"assignmentid": ASSIGN, "userflags": [{"userid": PEER, "locked": 0}]},
    "mod_assign_submit_for_grading": {
        "assignmentid": Activity("assign", name="open assign"),
        "acceptsubmissionstatement": True,
    },
    "mod_book_view_book": {"bookid": Activity("book"), "chapterid": Row("book_chapters")},
    "mod_chat_get_session_messages": {
        "chatid": Activity("chat"),
        "sessionstart": 0,
        "sessionend": 1900000000,
        "groupid": 0,
    },
    "mod_chat_view_sessions": {"cmid": Activity("chat", "cmid"), "start": 0, "end": 0},
    "mod_choice_submit_choice_response": {"choiceid": Activity("choice"), "responses": [Row("choice_options")]},
    "mod_choice_delete_choice_responses": {"choiceid": Activity("choice"), "responses": [Row("choice_answers")]},
    "mod_data_add_entry": {
        "databaseid": Activity("data"),
        "groupid": Row("groups"),
        "data": [{"fieldid": Row("data_fields"), "value": '"new"'}],
    },
    "mod_data_update_entry": {
        "entryid": Row("data_records"),
        "data": [{"fieldid": Row("data_fields"), "value": '"changed"'}],
    },
    "mod_data_get_mapping_information": {
        "cmid": Activity("data", "cmid"),
        "importedpreset": "datapreset_imagegallery/imagegallery",
    },
    "mod_data_search_entries": {"databaseid": Activity("data"), "search": Word(), "groupid": 0},
    "mod_feedback_get_page_items": {"feedbackid": Activity("feedback"), "page": 0},
    "mod_feedback_process_page": {
        "feedbackid": Activity("feedback"),
        "page": 0,
        "responses": [{"name": Text("textfield_{item}", (("item", Row("feedback_item")),)), "value": "Fine."}],
    },
    "mod_feedback_launch_feedback": {"feedbackid": Activity("feedback")},
    "mod_feedback_questions_reorder": {
        "cmid": Activity("feedback", "cmid"),
        "itemorder": Text("{item}", (("item", Row("feedback_item")),)),
    },
    "mod_forum_add_discussion": {
        "forumid": Activity("forum"),
        "subject": "New",
        "message": "<p>New</p>",
        "groupid": Row("groups"),
    },
    "mod_forum_add_discussion_post": {"postid": Row("forum_posts"), "subject": "New", "message": "<p>New</p>"},
    "mod_forum_prepare_draft_area_for_post": {"postid": Row("forum_posts"), "area": "attachment"},
    "mod_forum_set_lock_state": {
        "forumid": Activity("forum"),
        "discussionid": Row("forum_discussions"),
        "targetstate": 0,
    },
    "mod_glossary_add_entry": {
        "glossaryid": Activity("glossary"),
        "concept": "New",
        "definition": "<p>New</p>",
        "definitionformat": 1,
        "options": [{"name": "categories", "value": Text("{category}", (("category", Row("glossary_categories")),))}],
    },
    "mod_glossary_get_entries_by_author": {"id": Activity("glossary"), "letter": "ALL", "field": "LASTNAME"},
    "mod_glossary_get_entries_by_letter": {"id": Activity("glossary"), "letter": "ALL"},
    "mod_glossary_get_entries_by_term": {"id": Activity("glossary"), "term": Row("glossary_entries", "concept")},
    "mod_glossary_get_entries_to_approve": {"id": Activity("glossary"), "letter": "ALL", "options": {}},
    "mod_glossary_update_entry": {
        "entryid": Row("glossary_entries"),
        "concept": "Changed",
        "definition": "<p>Changed</p>",
        "definitionformat": 1,
    },
    "mod_glossary_view_glossary": {"id": Activity("glossary"), "mode": "letter"},
    "mod_h5pactivity_get_user_attempts": {"h5pactivityid": Activity("h5pactivity")},
    "mod_h5pactivity_log_report_viewed": {
        "h5pactivityid": Activity("h5pactivity"),
        "userid": STUDENT,
        "attemptid": Row("h5pactivity_attempts"),
    },
    "mod_lesson_get_content_pages_viewed": {"lessonid": Activity("lesson"), "lessonattempt": 0, "userid": STUDENT},
    "mod_lesson_get_questions_attempts": {"lessonid": Activity("lesson"), "attempt": 0, "userid": STUDENT},
    "mod_lesson_get_user_attempt": {"lessonid": Activity("lesson"), "lessonattempt": 0, "userid": PEER},
    "mod_lesson_get_user_attempt_grade": {"lessonid": Activity("lesson"), "lessonattempt": 0, "userid": PEER},
    "mod_lesson_process_page": {
        "lessonid": Activity("lesson"),
        "pageid": Row("lesson_pages", where=where(qtype=20)),
        "data": [{"name": "jumpto", "value": "-1"}],
    },
    "mod_quiz_add_random_questions": {
        "cmid": Activity("quiz", "cmid"),
        "addonpage": 1,
        "randomcount": 1,
        "filtercondition": RANDOM,
    },
    "mod_quiz_delete_overrides": {"data": {"quizid": Activity("quiz"), "ids": [Row("quiz_overrides")]}},
    "mod_quiz_get_attempt_data": {"attemptid": OPEN_ATTEMPT, "page": 0},
    "mod_quiz_get_quiz_feedback_for_grade": {"quizid": Activity("quiz"), "grade": 50},
    "mod_quiz_get_reopen_attempt_confirmation": {"attemptid": Row("quiz_attempts")},
    "mod_quiz_save_attempt": {
        "attemptid": OPEN_ATTEMPT,
        "data": [
            {"name": "slots", "value": "1"},
            {"name": Text("q{usage}:1_:sequencecheck", (("usage", OPEN_USAGE),)), "value": "1"},
            {"name": Text("q{usage}:1_answer", (("usage", OPEN_USAGE),)), "value": "1"},
        ],
    },
    "mod_quiz_save_overrides": {
        "data": {
            "quizid": Activity("quiz"),
            "overrides": [{"id": Row("quiz_overrides"), "userid": PEER, "attempts": 4}],
        }
    },
    "mod_quiz_set_question_version": {"slotid": Row("quiz_slots"), "newversion": 1},
    "mod_quiz_start_attempt": {"quizid": Activity("quiz")},
    "mod_quiz_update_slots": {"quizid": Activity("quiz"), "slots": [{"id": Row("quiz_slots"), "maxmark": 1.0}]},
    "mod_quiz_update_grade_items": {
        "quizid": Activity("quiz"),
        "quizgradeitems": [{"id": Row("quiz_grade_items"), "name": "Changed"}],
    },
    "mod_quiz_delete_grade_items": {"quizid": Activity("quiz"), "quizgradeitems": [{"id": Row("quiz_grade_items")}]},
    "mod_quiz_view_attempt": {"attemptid": OPEN_ATTEMPT, "page": 0},
    "mod_scorm_insert_scorm_tracks": {
        "scoid": Row("scorm_scoes", where=where(scormtype="sco")),
        "attempt": 1,
        "tracks": [{"element": "cmi.core.lesson_location", "value": "2"}],
    },
    "mod_survey_submit_answers": {"surveyid": Activity("survey"), "answers": [{"key": "q1", "value": "1"}]},
    "mod_wiki_edit_page": {"pageid": Row("wiki_pages"), "content": "Changed."},
    "mod_wiki_get_subwiki_files": {"wikiid": Activity("wiki"), "groupid": 0, "userid": 0},
    "mod_wiki_get_subwiki_pages": {"wikiid": Activity("wiki"), "groupid": 0, "userid": 0},
    "mod_wiki_new_page": {"title": "New", "content": "New.", "subwikiid": Row("wiki_subwikis")},
    "mod_workshop_add_submission": {
        "workshopid": Activity("workshop", name="open workshop"),
        "title": "New",
        "content": "New.",
    },
    "mod_workshop_get_assessment_form_definition": {"assessmentid": Row("workshop_assessments"), "mode": "preview"},
    "mod_workshop_update_assessment": {
        "assessmentid": Row("workshop_assessments", where=where(reviewerid=STUDENT)),
        "data": [
            {"name": "nodims", "value": "1"},
            {"name": "dimensionid__idx_0", "value": Text("{it}", (("it", Row("workshopform_accumulative")),))},
            {"name": "gradeid__idx_0", "value": Text("{it}", (("it", Row("workshop_grades")),))},
            {"name": "grade__idx_0", "value": "5"},
            {"name": "peercomment__idx_0", "value": "Good."},
        ],
    },
    "mod_workshop_update_submission": {
        "submissionid": Row("workshop_submissions", where=where(title=Word("{} {secret} draft"))),
        "title": "Changed",
        "content": "Changed.",
    },
    "qbank_editquestion_set_status": {"questionid": Row("question"), "status": "ready"},
    "qbank_managecategories_move_category": {
        "pagecontextid": CourseContext(),
        "categoryid": QUESTIONS,
        "targetparentid": Row("question_categories", where=where(parent=0)),
        "precedingsiblingid": 0,
    },
    "core_question_get_random_question_summaries": {
        "categoryid": QUESTIONS,
        "includesubcategories": True,
        "tagids": [],
        "contextid": CourseContext(),
    },
}
