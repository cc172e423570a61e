"""The public pages."""

from django.urls import path

from debiet.portal import (
    complaint,
    files,
    knowledge,
    lost_code,
    not_satisfied,
    pages,
    question,
    rating,
    status,
)
from debiet.portal import complaint_choices as choices

app_name = "portal"
urlpatterns = [
    path("", pages.front, name="front"),
    path("question/", question.ask, name="ask"),
    path("question/<str:number>/", question.asked, name="asked"),
    path("complaint/", complaint.complain, name="complain"),
    path("complaint/not-satisfied/", not_satisfied.explain, name="not-satisfied"),
    path("complaint/<str:number>/", complaint.complained, name="complained"),
    path("status/", status.find, name="find"),
    path("status/lost-code/", lost_code.ask, name="lost-code"),
    path("status/<str:number>/", status.status, name="status"),
    path("status/<str:number>/add/", status.add, name="add"),
    path("status/<str:number>/solved/", status.solved, name="solved"),
    path("status/<str:number>/complaint/", choices.make_complaint, name="make-complaint"),
    path("status/<str:number>/accept/", choices.accept, name="accept"),
    path("status/<str:number>/withdraw/", choices.withdraw, name="withdraw"),
    path("status/<str:number>/ombuds/", choices.ombuds, name="ombuds"),
    path("status/<str:number>/files/<int:file_id>/", files.download, name="file"),
    path("status/<str:number>/rate/", rating.rate, name="rate"),
    path("status/<str:number>/<str:code>/", status.link, name="status-link"),
    path("status/<str:number>/<str:code>/rate/", rating.link, name="rate-link"),
    path("status/<str:number>/<str:code>/rate/<int:score>/", rating.link, name="rate-score-link"),
    path("help/", knowledge.articles, name="articles"),
    path("help/fitting/", knowledge.fitting, name="fitting"),
    path("help/<int:article_id>/", knowledge.article, name="article"),
    path("leave/", status.leave, name="leave"),
    path("promise/", pages.promise, name="promise"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
]
