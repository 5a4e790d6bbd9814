from django.urls import path

from moderation.views import (
    appeals,
    blocks,
    cases,
    danger,
    decisions,
    evidence,
    figures,
    flow,
    learning,
    profile_blocks,
    referrals,
    reports,
    screening,
    sites,
    statements,
    told,
)

app_name = "moderation"
urlpatterns = [
    path("report/<str:kind>/<int:thing_id>/", reports.report, name="report"),
    path("reports/mine/", reports.mine, name="my_reports"),
    path("reports/<int:report_id>/", reports.receipt, name="receipt"),
    path("reports/<int:report_id>/show-again/", reports.show_again, name="show_again"),
    path("reports/<int:report_id>/danger/", reports.say_danger, name="say_danger"),
    path("reports/told/<int:notice_id>/", told.told, name="told"),
    path("reports/told/<int:notice_id>/spoke/", told.spoke, name="spoke"),
    path("decided/<int:notice_id>/", statements.statement, name="statement"),
    path("decided/<int:notice_id>/again/", statements.another_look, name="another_look"),
    path("danger/", danger.danger, name="danger"),
    path("schools/<int:school_id>/danger-numbers/", danger.numbers, name="danger_numbers"),
    path(
        "schools/<int:school_id>/danger-numbers/<int:number_id>/remove/",
        danger.remove,
        name="remove_danger_number",
    ),
    path("schools/<int:school_id>/reports/", flow.flow, name="flow"),
    path("schools/<int:school_id>/figures/", figures.figures, name="figures"),
    path("schools/<int:school_id>/rules-of-the-year/", learning.year, name="year"),
    path("schools/<int:school_id>/cases/", cases.cases, name="cases"),
    path("schools/<int:school_id>/cases/<int:case_id>/", cases.case, name="case"),
    path("schools/<int:school_id>/cases/<int:case_id>/decide/", decisions.decide, name="decide"),
    path(
        "schools/<int:school_id>/cases/<int:case_id>/decisions/<int:decision_id>/undo/",
        decisions.undo,
        name="undo",
    ),
    path("schools/<int:school_id>/cases/<int:case_id>/answer/", appeals.answer, name="answer"),
    path("schools/<int:school_id>/cases/<int:case_id>/refer/", referrals.refer, name="refer"),
    path("schools/<int:school_id>/cases/<int:case_id>/note/", cases.note, name="note"),
    *(
        path(
            f"schools/<int:school_id>/cases/<int:case_id>/{name}/",
            cases.press,
            {"name": name},
            name=name,
        )
        for name in cases.PRESSES
    ),
    path("schools/<int:school_id>/screening/", screening.figures, name="screening"),
    path("schools/<int:school_id>/screening/words/", screening.words, name="words"),
    path(
        "schools/<int:school_id>/screening/words/<int:word_id>/remove/",
        screening.remove,
        name="remove_word",
    ),
    path("schools/<int:school_id>/people/<int:person_id>/block/", blocks.block, name="block"),
    path("schools/<int:school_id>/people/<int:person_id>/unblock/", blocks.unblock, name="unblock"),
    path("schools/<int:school_id>/sites/report/", sites.report_site, name="report_site"),
    path("schools/<int:school_id>/sites/", sites.sites, name="sites"),
    path("schools/<int:school_id>/sites/<int:site_id>/", sites.site, name="site"),
    path("schools/<int:school_id>/sites/<int:site_id>/check/", sites.check_site, name="check_site"),
    path(
        "schools/<int:school_id>/sites/<int:site_id>/pass-on/",
        sites.pass_site_on,
        name="pass_site_on",
    ),
    path("schools/<int:school_id>/sites/<int:site_id>/close/", sites.close_site, name="close_site"),
    path("schools/<int:school_id>/out/", profile_blocks.profile_blocks, name="profile_blocks"),
    path(
        "schools/<int:school_id>/out/<int:block_id>/end/",
        profile_blocks.end,
        name="end_profile_block",
    ),
    path(
        "schools/<int:school_id>/cases/<int:case_id>/files/<int:file_id>/",
        evidence.evidence_file,
        name="evidence_file",
    ),
]
