"""The addresses of the floor "reviews"."""

from django.urls import URLPattern

app_name = "reviews"
urlpatterns: list[URLPattern] = []
