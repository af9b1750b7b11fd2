"""What people do in a day, in a browser: each journey begins at the front door."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

TODAY = timezone.localdate()
LINK = re.compile(r"http://\S+")


def body_of(page):
    return page.locator("main")


def test_a_kam_logs_a_call_in_two_clicks_and_takes_it_back(demo, windows, assert_accessible):
    page = windows.open(demo, "KAM")
    page.goto("/accounts/?q=aldera")
    page.get_by_role("link", name="Aldera").first.click()
    expect(page.locator("h1")).to_have_text("Aldera")

    page.keyboard.press("l")
    sheet = page.locator("#sheet")
    expect(sheet.get_by_role("heading", name="Aldera")).to_be_visible()
    assert_accessible(page)
    sheet.get_by_label("Client call").check()
    sheet.get_by_label("In one line").fill("Price of the second site settled")
    page.keyboard.press("Enter")

    expect(sheet).to_be_hidden()
    expect(body_of(page).get_by_text("Price of the second site settled")).to_be_visible()
    page.locator("#toasts").get_by_role("link", name="Undo").click()
    assert_accessible(page)
    page.locator("main form button[type=submit]").click()
    expect(body_of(page).get_by_text("Price of the second site settled")).to_have_count(0)


def test_a_fault_in_the_sheet_keeps_what_was_typed(demo, windows, assert_accessible):
    page = windows.open(demo, "KAM", language="fr", width=390)
    page.goto("/accounts/?q=aldera")
    page.locator("main table a, main li a").get_by_text("Aldera").first.click()
    page.locator("a[data-log]:visible").first.click()
    sheet = page.locator("#sheet")
    sheet.locator("#id_subject").fill("Un mot sans nature")
    sheet.locator("#id_day").fill("1999-01-01")
    sheet.locator("button[type=submit]").evaluate("button => button.form.noValidate = true")
    sheet.locator("button[type=submit]").click()

    expect(sheet.locator(".fault").first).to_be_visible()
    expect(sheet.locator("#id_subject")).to_have_value("Un mot sans nature")
    assert_accessible(page)


def test_without_javascript_a_meeting_is_planned_moved_and_held(demo, windows):
    page = windows.open(demo, "KAM", width=360, script=False)
    page.goto("/accounts/?q=oberhain")
    page.locator("main").get_by_role("link", name="Oberhain Auto").first.click()
    page.locator("a[data-log]").first.click()
    page.get_by_label("Client meeting").check()
    page.get_by_label("In one line").fill("Visit of the new paint shop")
    page.get_by_label("When").fill((TODAY + timedelta(days=6)).isoformat())
    page.get_by_role("button", name="Save").click()
    page.locator("main").get_by_role("link", name="Visit of the new paint shop").first.click()
    page.get_by_role("link", name="Move").click()
    page.get_by_label("New day").fill((TODAY + timedelta(days=9)).isoformat())
    page.locator("main form button[type=submit]").click()
    expect(body_of(page)).to_contain_text("Planned")

    page.get_by_role("link", name="Change").click()
    page.get_by_label("When").fill(TODAY.isoformat())
    page.locator("main form button[type=submit]").click()
    page.get_by_role("link", name="Debrief").click()
    page.get_by_label("What did they say?").fill("They want the second line by June.")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(body_of(page)).to_contain_text("They want the second line by June.")
    expect(body_of(page)).to_contain_text("Held")


def test_an_executive_finds_a_brief_on_the_phone_and_takes_it_along(
    demo, windows, assert_accessible, take_picture
):
    page = windows.open(demo, "Executive", width=390)
    page.goto("/")
    page.locator("#site-search").fill("aldera")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    assert_accessible(page)
    page.locator("main").get_by_role("link", name=re.compile("Aldera")).first.click()
    expect(page.locator("h1")).to_contain_text("Aldera")
    assert_accessible(page)
    answer = page.request.get(page.get_by_role("link", name="PDF").get_attribute("href"))

    assert answer.body().startswith(b"%PDF-1")
    assert ".pdf" in answer.headers["content-disposition"]


def test_the_sponsor_reads_the_charter_and_agrees(demo, windows, assert_accessible):
    page = windows.open(demo, "Sponsor", width=390)
    page.goto("/")
    page.get_by_role("link", name=re.compile("^Answer: .*Sandrel")).click()
    expect(page.get_by_role("heading", name=re.compile("Charter"))).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="I agree").evaluate("button => button.form.noValidate = true")
    page.get_by_role("button", name="I agree").click()
    expect(page.locator(".fault").first).to_be_visible()

    page.get_by_label("I have read the charter and agree to it.").check()
    page.get_by_role("button", name="I agree").click()

    expect(page.locator("h1")).to_contain_text("Sandrel Construction")
    expect(page.get_by_role("button", name="I agree")).to_have_count(0)


def test_a_lead_proposes_and_hears_why_not(demo, windows, assert_accessible):
    page = windows.open(demo, "Programme lead")
    page.goto("/programme/")
    page.get_by_role("link", name=re.compile("Propose a sponsor for")).first.click()
    expect(page.get_by_role("heading", name="Who could sponsor this account?")).to_be_visible()
    assert_accessible(page)
    candidates = page.url
    page.get_by_role("link", name=re.compile("^Propose ")).first.click()
    account = page.get_by_label("Key account").input_value()
    page.get_by_label("Sponsor").fill("Nobody At All")
    page.get_by_role("button", name="Propose", exact=True).click()
    expect(page.locator(".fault").first).to_contain_text("Nobody At All")
    expect(page.get_by_label("Key account")).to_have_value(account)
    assert_accessible(page)

    page.goto(candidates)
    page.get_by_role("link", name=re.compile("^Propose ")).first.click()
    page.get_by_role("button", name="Propose", exact=True).click()

    expect(page.locator("h1")).to_have_text(account.split(" · ")[0])
    expect(page.locator("#toasts")).to_contain_text("is asked first")


def test_a_lead_matches_changes_a_pair_and_proposes(demo, windows, assert_accessible):
    page = windows.open(demo, "Programme lead")
    page.goto("/programme/")
    page.get_by_role("link", name="Match", exact=True).click()
    page.get_by_role("link", name="New matching").click()
    page.get_by_role("button", name="Find the best sponsors").click()
    propose = page.get_by_role("button", name=re.compile(r"^Propose \d+ pairings$"))
    expect(propose).to_be_visible(timeout=60_000)
    assert_accessible(page)

    page.get_by_role("link", name=re.compile("Reasons and other choices")).first.click()
    assert_accessible(page)
    page.get_by_role("button", name=re.compile("^Choose instead")).first.click()
    expect(page.get_by_text("pinned").first).to_be_visible(timeout=60_000)

    for box in page.get_by_role("checkbox").all()[1:]:
        box.uncheck()
    page.get_by_role("button", name="Propose one pairing").click()
    expect(page.get_by_role("link", name="proposed")).to_be_visible(timeout=60_000)


def test_scorecards_are_computed_while_one_looks(demo, windows):
    page = windows.open(demo, "Programme lead", language="fr")
    page.goto("/seasons/")
    page.locator("main li a, main table a").first.click()
    page.locator("form[action$='/compute/'] button").click()
    go_on = page.locator("#job-progress a.button.primary")
    expect(go_on).to_be_visible(timeout=60_000)
    go_on.click()

    expect(page.locator("h1")).to_be_visible()


def test_a_file_is_checked_imported_and_undone(demo, windows, assert_accessible, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text(
        "Employee number;First name;Last name;E-mail;Job title\n"
        "N1;Nora;Quill;nora.quill@aurelane.example;Analyst\n"
        "N2;Oscar;Rowe;not an address;Analyst\n",
        encoding="utf-8",
    )
    page = windows.open(demo, "Programme lead")
    page.goto("/imports/")
    page.locator("#id_file").set_input_files(str(file))
    page.get_by_role("button", name="Check the file").click()
    if page.locator("#job-progress").count():
        page.locator("#job-progress a.button.primary").click(timeout=60_000)
    expect(body_of(page)).to_contain_text("not an address")
    assert_accessible(page)

    page.get_by_role("button", name=re.compile("^Import 1 row")).click()
    page.locator("#job-progress a.button.primary").click(timeout=60_000)
    expect(body_of(page)).to_contain_text("Applied")
    page.goto("/people/?q=quill")
    expect(body_of(page).get_by_role("link", name="Nora Quill")).to_be_visible()

    page.goto("/imports/")
    page.get_by_role("link", name="people.csv").first.click()
    page.get_by_role("button", name="Undo").click()
    if page.locator("#job-progress").count():
        page.locator("#job-progress a.button.primary").click(timeout=60_000)
    page.goto("/people/?q=quill")
    expect(body_of(page).get_by_role("link", name="Nora Quill")).to_have_count(0)


def test_an_invited_person_comes_in(demo, windows, assert_accessible):
    lead = windows.open(demo, "Programme lead")
    lead.goto("/people/add/")
    lead.get_by_label("First name").fill("Iris")
    lead.get_by_label("Last name").fill("Novak")
    lead.get_by_label("E-mail").fill("iris.novak@aurelane.example")
    lead.locator("main form button[type=submit]").first.click()
    lead.get_by_role("button", name=re.compile("Invite")).click()
    link = mailed_link(lead, "iris.novak@aurelane.example")

    iris = windows.open(demo, language="fr", width=390)
    iris.goto(link)
    assert_accessible(iris)
    for box in iris.locator("input[type=password]").all():
        box.fill("a-long-way-to-the-sea")
    iris.locator("main form button[type=submit]").first.click()

    expect(iris.locator("h1")).to_contain_text("Iris")


def mailed_link(lead, recipient):
    """Return the link in the newest e-mail to somebody, once the worker has sent it."""
    for _try in range(60):
        lead.goto("/mailbox/")
        mail = lead.locator("main li", has_text=recipient).first
        if mail.count():
            mail.get_by_role("link").click()
            return LINK.search(lead.locator("main .pre").inner_text())[0]
        lead.wait_for_timeout(500)
    raise AssertionError(f"no e-mail to {recipient}")


def test_the_keyboard_finds_and_logs(demo, windows):
    page = windows.open(demo, "KAM")
    page.goto("/")
    page.keyboard.press("/")
    expect(page.locator("#site-search")).to_be_focused()
    page.keyboard.type("simone")
    page.keyboard.press("Enter")
    expect(body_of(page)).to_contain_text("Simone Laurent")
    page.keyboard.press("l")
    expect(page.locator("#sheet")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).to_be_hidden()


@pytest.mark.parametrize(("language", "dark"), [("en", False), ("fr", True)])
def test_the_doors_are_accessible(demo, windows, assert_accessible, language, dark):
    page = windows.open(demo, language=language, width=390, dark=dark)
    for path in ("/sign-in/login/", "/sign-in/password/reset/", "/no/such/page/"):
        page.goto(path)
        assert_accessible(page)
        assert page.get_attribute("html", "lang") == language


def test_a_newcomer_begins_with_a_grid(empty, windows, assert_accessible):
    link = LINK.search(empty.command("first_lead", "alma.berg@small.example"))[0]
    page = windows.open(empty)
    page.goto(link)
    for box in page.locator("input[type=password]").all():
        box.fill("a-long-way-to-the-sea")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("h1")).to_have_text("Welcome to Tandem")
    assert_accessible(page)

    page.get_by_role("link", name=re.compile("grid")).click()
    assert_accessible(page)
    page.locator("#id_form-0-account").fill("Northwind")
    page.locator("#id_form-0-kam_name").fill("Karl Aasen")
    page.locator("#id_form-0-kam_email").fill("karl@small.example")
    page.locator("#id_form-0-sponsor_name").fill("Siri Dahl")
    page.locator("#id_form-0-sponsor_email").fill("siri@small.example")
    page.get_by_role("button", name="Begin").click()

    page.goto("/accounts/")
    expect(body_of(page)).to_contain_text("Northwind")
    expect(body_of(page)).to_contain_text("Karl Aasen")
