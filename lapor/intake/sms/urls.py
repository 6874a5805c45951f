"""What the SMS gateway calls."""

from __future__ import annotations

from django.urls import path

from lapor.intake.sms import views

urlpatterns = [
    path("kannel", views.receive, name="sms-in"),
    path("kannel/dlr", views.delivery_report, name="sms-delivery-report"),
]
