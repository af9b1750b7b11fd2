"""The addresses of the floor "reviews"."""

from django.urls import URLPattern, path

from reviews.views import awards, laureate, ranking, review, scorecard, season

app_name = "reviews"
urlpatterns: list[URLPattern] = [
    path("reviews/", review.review_list, name="review_list"),
    path("reviews/plan/", review.review_plan, name="review_plan"),
    path("reviews/<uuid:public_id>/", review.review_detail, name="review_detail"),
    path("reviews/<uuid:public_id>/edit/", review.review_edit, name="review_edit"),
    path("reviews/<uuid:public_id>/invite/", review.review_invite, name="review_invite"),
    path("reviews/<uuid:public_id>/hold/", review.review_hold, name="review_hold"),
    path("reviews/<uuid:public_id>/cancel/", review.review_cancel, name="review_cancel"),
    path(
        "reviews/take-up/<uuid:public_id>/",
        review.review_take_up,
        name="review_take_up",
    ),
    path("reviews/<uuid:public_id>/minutes/", review.review_minutes, name="review_minutes"),
    path("reviews/<uuid:public_id>/decisions/", review.decision_add, name="decision_add"),
    path("decisions/<uuid:public_id>/done/", review.decision_finish, name="decision_finish"),
    path("seasons/", season.season_list, name="season_list"),
    path("seasons/new/", season.season_create, name="season_create"),
    path("seasons/<uuid:public_id>/", season.season_detail, name="season_detail"),
    path("seasons/<uuid:public_id>/edit/", season.season_edit, name="season_edit"),
    path("seasons/<uuid:public_id>/move/", season.season_move, name="season_move"),
    path("seasons/<uuid:public_id>/compute/", season.season_compute, name="season_compute"),
    path("seasons/<uuid:public_id>/ranking/", ranking.ranking, name="ranking"),
    path("seasons/<uuid:public_id>/laureates/", laureate.laureate_list, name="laureate_list"),
    path("laureates/<uuid:public_id>/drop/", laureate.laureate_drop, name="laureate_drop"),
    path("scorecards/", scorecard.scorecard_list, name="scorecard_list"),
    path("scorecards/<uuid:public_id>/", scorecard.scorecard_detail, name="scorecard_detail"),
    path("scorecards/<uuid:public_id>/honour/", laureate.laureate_name, name="laureate_name"),
    path(
        "scorecards/<uuid:public_id>/<str:code>/",
        scorecard.scorecard_records,
        name="scorecard_records",
    ),
    path("awards/", awards.awards, name="awards"),
    path("awards/<uuid:public_id>/", awards.awards_season, name="awards_season"),
]
