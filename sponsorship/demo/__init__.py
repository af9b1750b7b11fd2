"""The demo programme: an invented company, its people and three years of its sponsorships, relative to today."""
