"""The addresses of the floor "sponsors"."""

from django.urls import URLPattern

app_name = "sponsors"
urlpatterns: list[URLPattern] = []
