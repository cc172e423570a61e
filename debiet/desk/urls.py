"""Every address of the desk."""

from django.urls import path

from debiet.desk import (
    answering,
    case_page,
    clocks,
    contacts,
    customer,
    delivery,
    details,
    handling,
    notices,
    quarantine,
    ratings,
    worklists,
)

app_name = "desk"
urlpatterns = [
    path("", worklists.home, name="home"),
    path("work/counts/", worklists.counts, name="counts"),
    path("work/<str:name>/", worklists.worklist, name="worklist"),
    path("find/", worklists.find, name="find"),
    path("cases/<str:number>/", case_page.case, name="case"),
    path("cases/<str:number>/answer/", answering.send, name="answer"),
    path("cases/<str:number>/answer/preview/", answering.preview, name="preview"),
    path("cases/<str:number>/answer/template/", answering.insert_template, name="template"),
    path("cases/<str:number>/note/", handling.write_note, name="note"),
    path("cases/<str:number>/take/", handling.take, name="take"),
    path("cases/<str:number>/give/", handling.give, name="give"),
    path("cases/<str:number>/wait/", handling.wait, name="wait"),
    path("cases/<str:number>/go-on/", handling.go_on, name="go-on"),
    path("cases/<str:number>/close/", handling.close, name="close"),
    path("cases/<str:number>/reopen/", handling.reopen, name="reopen"),
    path("cases/<str:number>/contact/", contacts.record, name="contact"),
    path("cases/<str:number>/details/", details.edit, name="details"),
    path("cases/<str:number>/details/choose/", details.choose, name="choose"),
    path("cases/<str:number>/customer/", customer.candidates, name="customer"),
    path("cases/<str:number>/customer/link/", customer.link, name="link"),
    path("cases/<str:number>/ways/", delivery.ways, name="ways"),
    path("cases/<str:number>/ways/works-again/", delivery.works_again, name="works-again"),
    path("cases/<str:number>/code/", handling.send_code, name="send-code"),
    path("cases/<str:number>/clocks/<int:clock_id>/", clocks.explain, name="clock"),
    path("cases/<str:number>/ledger/<int:entry_id>/", clocks.correct, name="correct"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:notification_id>/away/", notices.put_away, name="put-away"),
    path("ratings/", ratings.ratings, name="ratings"),
    path("ratings/<int:rating_id>/", ratings.settle, name="settle-rating"),
    path("quarantine/", quarantine.quarantine, name="quarantine"),
    path("quarantine/<int:raw_message_id>/", quarantine.held, name="held"),
]
