"""All addresses under ``/api``."""

from __future__ import annotations

from django.urls import path, re_path

from odos.api import (
    application,
    background,
    docs,
    files,
    imports,
    metadata,
    openapi,
    records,
    rule_editing,
    segments,
    signin,
    views,
)
from odos.api.fallback import UnknownAddress

ENTITY = "records/<slug:entity>"
RECORD = f"{ENTITY}/<str:record_id>"

urlpatterns = [
    # first, since they are asked for by far the most
    path(ENTITY, records.RecordList.as_view()),
    path(f"{ENTITY}/query", records.RecordQuery.as_view()),
    path(f"{ENTITY}/bulk", records.RecordBulk.as_view()),
    path(f"{ENTITY}/aggregate", records.RecordAggregate.as_view()),
    path(f"{ENTITY}/preview", records.RecordPreview.as_view()),
    path(f"{ENTITY}/options", records.RecordOptions.as_view()),
    path(RECORD, records.Record.as_view()),
    path(f"{RECORD}/restore", records.RecordRestore.as_view()),
    path(f"{RECORD}/history", records.RecordHistory.as_view()),
    path("auth/csrf", signin.CsrfCookie.as_view()),
    path("auth/token", signin.TokenIssue.as_view()),
    path("auth/login", signin.Login.as_view()),
    path("auth/logout", signin.Logout.as_view()),
    path("auth/me", signin.Me.as_view()),
    path("auth/password", signin.OwnPassword.as_view()),
    path("auth/users/<int:user_id>/password", signin.UserPassword.as_view()),
    path("schema", application.ApplicationSchema.as_view()),
    path("schema/<slug:entity>", application.EntitySchema.as_view()),
    path("search", application.Search.as_view()),
    path("metadata/components", metadata.Components.as_view()),
    path("metadata/components/<slug:kind>/<str:key>", metadata.Component.as_view()),
    path("metadata/plan", metadata.PlanChanges.as_view()),
    path("metadata/apply", metadata.ApplyChanges.as_view()),
    path("metadata/versions", metadata.Versions.as_view()),
    path("metadata/versions/<int:number>/rollback", metadata.Rollback.as_view()),
    path("metadata/schemas/", metadata.DocumentSchemas.as_view()),
    path("metadata/schemas/<slug:kind>", metadata.DocumentSchemas.as_view()),
    path("rules/complete", rule_editing.CompleteRule.as_view()),
    path("rules/hover", rule_editing.HoverRule.as_view()),
    path("views", views.Views.as_view()),
    path("views/choice", views.ViewChoices.as_view()),
    path("views/audiences", views.Audiences.as_view()),
    path("views/<int:view_id>", views.View.as_view()),
    path("segments", segments.Segments.as_view()),
    path("segments/<int:segment_id>", segments.Segment.as_view()),
    path("files", files.Files.as_view()),
    path("files/<str:file_id>/content", files.FileContent.as_view()),
    path("imports", imports.Imports.as_view()),
    path("openapi.json", openapi.OpenApiDocument.as_view()),
    path("docs", docs.DocsPage.as_view()),
    path("docs/<str:name>", docs.DocsFile.as_view()),
    path("jobs", background.Jobs.as_view()),
    path("jobs/<int:job_id>", background.JobState.as_view()),
    path("jobs/<int:job_id>/cancel", background.JobCancel.as_view()),
    re_path("", UnknownAddress.as_view()),
]
