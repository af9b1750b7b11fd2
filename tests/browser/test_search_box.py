"""The search box of every page: what it offers, and how one walks through it by the keyboard."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e


def box_of(page):
    return page.get_by_role("combobox", name="Search")


def test_one_walks_with_arrows_and_opens_with_enter(demo, windows, assert_accessible):
    page = windows.open(demo, "Programme lead")
    page.goto("/")
    page.keyboard.press("/")
    box = box_of(page)
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")

    page.keyboard.type("adlera")
    expect(box).to_have_attribute("aria-expanded", "true")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("Aldera")
    expect(page.locator("#search-said")).to_contain_text("suggestion")
    expect(page.get_by_text("Near what you typed:")).to_be_visible()
    assert_accessible(page)

    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    expect(box).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    assert_accessible(page)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Aldera")


def test_escape_closes_and_then_empties_and_leaving_closes(demo, windows):
    page = windows.open(demo, "Programme lead")
    page.goto("/accounts/")
    box = box_of(page)
    box.fill("aldera")
    expect(page.get_by_role("listbox")).to_be_visible()

    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("aldera")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(box).to_have_value("")

    box.fill("aldera")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_without_choosing_enter_leads_to_all_results(demo, windows):
    page = windows.open(demo, "KAM")
    page.goto("/")
    box_of(page).fill("simone")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=simone")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.locator("main")).to_contain_text("Simone Laurent")


def test_a_press_opens_what_it_is_on(demo, windows, assert_accessible):
    page = windows.open(demo, "Executive", width=390, dark=True, language="fr")
    page.goto("/")
    page.locator("#site-search").fill("aldera")
    option = page.get_by_role("option", name=re.compile("Aldera")).first
    expect(option).to_be_visible()
    assert_accessible(page)
    option.click()
    expect(page.locator("h1")).to_contain_text("Aldera")


def test_without_a_script_the_box_asks_the_search_page(demo, windows):
    page = windows.open(demo, "Executive", script=False)
    page.goto("/")
    page.locator("#site-search").fill("adlera")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=adlera")
    expect(page.locator("main")).to_contain_text("Nothing holds these words as they are written.")
    page.locator("main").get_by_role("link", name=re.compile("Aldera")).first.click()
    expect(page.locator("h1")).to_contain_text("Aldera")
