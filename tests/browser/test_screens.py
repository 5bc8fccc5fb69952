"""Every screen of the table of urls: accessible, quiet under its policy, as narrow as a phone, as large as 200 %."""

from __future__ import annotations

import pytest
from browser_kit import AXE, PHONE
from django.urls import get_resolver, reverse
from playwright.sync_api import Error, Page, Response

from factories.world import World
from portal.test_url_role_table import ROLES, TABLE, here, named_urls
from titian.evaluation.actions import propose_publication, publish_public_tables, rebuild

pytestmark = pytest.mark.timeout(900)  # many pages, also on a machine with other work

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ZOOMED = {"width": 640, "height": 450}  # 1280 x 900 at 200 %
# Who looks, in this order: those with the most on their screens first.
LOOKERS = ["centre_head", "centre_clerk", "national_planner", "operator", "citizen", "anonymous"]
PARTS = 4  # one browser page a part, so that a fault names few screens and the work spreads over cores
PUBLISHED = {"portal:public_centre", "portal:public_programme", "portal:public_tables"}  # 404 until then
NO_SCREENS = ("api:", "portal:robots", "portal:sitemap", "portal:security", "portal:language")


def screens() -> dict[str, list[str]]:
    """Return the role that opens each screen which answers with a page, by the table a reviewer reads."""
    lines = TABLE.read_text().splitlines()
    roles_at = next(number for number, line in enumerate(lines) if line.startswith(" " * 20))
    told = {}
    for line in lines[roles_at + 1 :]:
        name, *rest = line.split()
        if rest[0] == "GET" and not name.startswith(NO_SCREENS):
            told[name] = rest[1:]
    return told


def looker(statuses: list[str]) -> str | None:
    return next((role for role in LOOKERS if statuses[ROLES.index(role)] == "200"), None)


def answered(page: Page, path: str) -> Response | None:
    """Go there; a file that the browser would keep is no screen."""
    try:
        answer = page.goto(path)
    except Error as refusal:
        if "Download is starting" not in refusal.message:
            raise
        return None
    return answer if answer and "text/html" in answer.headers.get("content-type", "") else None


@pytest.fixture
def looked_at(world: World) -> list[tuple[str, str]]:
    """Return each screen's path and who looks at it, and some states that an address alone tells."""
    planner, known = world.users["national_planner"], here(world)
    rebuild(actor=planner)
    propose_publication(world.centre, 2022, actor=world.users["centre_clerk"])
    publish_public_tables(world.centre, 2022, actor=world.users["centre_head"])
    found, told = [], screens()
    for name, parameters in sorted(named_urls(get_resolver())):
        who = looker(told[name]) if name in told else None
        if who or name in PUBLISHED:
            path = reverse(name, kwargs={key: known[key] for key in parameters})
            found.append((path, who or "anonymous"))
    training_class, person = f"/paket/{world.training_class.pk}/", f"/orang/{world.person.pk}/"
    more = [f"{training_class}?bagian={part}" for part in ("hasil", "perlindungan", "penempatan", "berkas")]
    return [
        *found, *((path, "centre_clerk") for path in more), (f"/roster/ditahan/{world.row.pk}/", "centre_clerk"),
        ("/tidak-ada/", "anonymous"), (person, "citizen"), ("/", "insurer_officer"), ("/", "national_planner"),
    ]  # fmt: skip


def violations(page: Page, **options: object) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("options => axe.run(options)", options)
    return [f"{page.url} {one['id']}: {one['nodes'][0]['html'][:140]}" for one in found["violations"]]


TITLES_CUT = """() => [...document.querySelectorAll(".table-scroll caption")].filter((title) => {
  const told = document.createRange();
  told.selectNodeContents(title);
  return told.getBoundingClientRect().right > title.closest(".table-scroll").getBoundingClientRect().right + 1;
}).map((title) => title.textContent)"""


def loud(page: Page) -> list[str]:
    said = [line for line in page.said if line.startswith(("error", "warning"))]
    return [f"{page.url} {line}" for line in said if "Failed to load resource" not in line]


@pytest.mark.parametrize("part", range(PARTS))
def test_no_screen_breaks_wcag_its_policy_or_the_width_of_a_phone(
    visit, looked_at: list[tuple[str, str]], world: World, part: int
) -> None:
    broken: list[str] = []
    pages: dict[str, Page] = {}
    for path, who in looked_at[part::PARTS]:
        if who not in pages:
            pages[who] = visit("/robots.txt", world.users.get(who), viewport=PHONE)
        page = pages[who]
        page.said.clear()
        answer = answered(page, path)
        if answer is None:
            continue
        if answer.status >= 500:
            broken.append(f"{path} answers {answer.status}")
        broken += violations(page, runOnly={"type": "tag", "values": WCAG}) + loud(page)
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")  # no colour half way
        broken += violations(page, runOnly={"type": "rule", "values": ["color-contrast"]})
        page.emulate_media(color_scheme="light")
        for size in (PHONE, ZOOMED):
            page.set_viewport_size(size)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > size["width"]:
                broken.append(f"{path} is {width} pixels wide on {size['width']}")
            broken += [f"{path} cuts the title of a table: {title}" for title in page.evaluate(TITLES_CUT)]
        page.set_viewport_size(PHONE)

    assert broken == []
