"""Tandem's addresses: the floors, and the pages that join them."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("accounts.urls")),
    path("", include("sponsors.urls")),
    path("", include("reviews.urls")),
    path("sign-in/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
