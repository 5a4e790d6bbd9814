"""The main job, from the roll to the erasure, told in each manner of using a browser."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import psycopg
import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.person import PASSWORD, Manner, Person
from tests.browser.roles import Account, Roles, cast_from, name_of
from tests.browser.stack import ROOT, Purpose, Stack, running

INVENTED = ROOT / "tests" / "rolls" / "tilleuls"
REAL = ROOT.parent / "shared" / "data" / "be1d-emile-zola"
NEWS = "Les moulins du canal"
WORDS = "Nous partons vendredi à pied, avec des bottes."
QUESTION = "On verra tourner les ailes ?"
IN_PASSING = "Le goûter de jeudi"
FIRST_WORDS = "Apportez une pomme."
OTHER_WORDS = "Apportez une poire."
HALF_TYPED = "Et si on n’aime pas"
UNKIND = "Personne ne veut marcher avec toi"
TAKEN_BACK = "Tu es bête comme un caillou"
LOOK_AGAIN = "Je voulais dire la corde, pas Noé."
FOUND_AGAIN = "Nous avons relu : ces mots blessent."
PAUSED = "Un mot blessant circule : nous regardons."
NOT_FOUND = 404

pytestmark = pytest.mark.browser

# Of the school's real roll, where it is at hand.
TELLINGS = [
    pytest.param(REAL if REAL.is_dir() else INVENTED, Manner.MOUSE, "fr", id="mouse, French"),
    pytest.param(
        INVENTED, Manner.KEYBOARD, "en", id="keyboard, English", marks=pytest.mark.external
    ),
    pytest.param(INVENTED, Manner.WITHOUT_SCRIPTS, "fr", id="without scripts"),
]


class Story:
    """What the steps share."""

    def __init__(
        self, stack: Stack, window: Callable[..., Page], roll: Path, manner: Manner, language: str
    ) -> None:
        self.stack = stack
        self.window = window
        self.roll = roll
        self.manner = manner
        self.language = language
        self.school = f"École du {roll.name}, {manner.value}"
        self.administrator = ""
        self.recovery_codes: list[str] = []

    def somebody(self) -> Person:
        scripts = self.manner is not Manner.WITHOUT_SCRIPTS
        locale = "fr-FR" if self.language == "fr" else "en-GB"
        page = self.window(java_script_enabled=scripts, locale=locale)
        return Person(page, self.language, self.manner, inspects=self.manner is Manner.MOUSE)

    def traces_of(self, *words: str) -> list[str]:
        """Where these still stand, in any table and any stored file."""
        done = self.stack.try_to_manage("find_traces", typed="\n".join(words))
        found = done.stdout.splitlines()
        assert found, done.stderr
        return [] if done.returncode == 0 else found

    def stored_files(self) -> list[Path]:
        media = Path(self.stack.environment["PREAU_DATA_DIR"]) / "media"
        return [path for path in media.rglob("*") if path.is_file()]

    def speaks(self) -> None:
        """The school speaks the story's language, and so will everybody who comes into it."""
        with psycopg.connect(self.stack.environment["DATABASE_URL"]) as connection:
            connection.execute(
                "UPDATE accounts_school SET language = %s WHERE name = %s",
                [self.language, self.school],
            )
            connection.execute("SELECT set_config('preau.directory', 'open', true)")
            connection.execute("UPDATE accounts_user SET language = %s", [self.language])

    def accounts(self) -> list[Account]:
        said = self.stack.manage("list_people", "--school", self.school, "--json")
        accounts: list[Account] = json.loads(said)
        return accounts

    def activates(self, login: str, code: str) -> Person:
        """First sign-in, as far as the feed."""
        person = self.somebody()
        person.activates(login, code)
        if login == self.administrator:
            self.recovery_codes = person.adds_an_app()
        person.agrees_to_the_charter()
        expect(person.page).to_have_url(f"{self.stack.address}/")
        return person

    def signs_in(self, login: str) -> Person:
        person = self.somebody()
        person.opens("/sign-in/")
        person.writes("login", login)
        person.writes("password", PASSWORD)
        person.presses("Come in")
        if login == self.administrator:
            # A page that is just being left cannot be looked at.
            person.page.locator("[name=code]").wait_for()
            person.looks_well()
            person.writes("code", self.recovery_codes.pop())
            person.presses("Come in")
        expect(person.page.locator("[name=password]")).to_have_count(0)
        return person


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """What the people of another file leave would be a trace here."""
    with running(tmp_path_factory.mktemp("story"), Purpose.STORY) as stack:
        yield stack


@pytest.mark.parametrize(("roll", "manner", "language"), TELLINGS)
def test_the_story(
    stack: Stack, window: Callable[..., Page], roll: Path, manner: Manner, language: str
) -> None:
    story = Story(stack, window, roll, manner, language)
    administrator = an_administrator_brings_the_roll_in(story)
    roles = cast_from(story.accounts())
    teacher, reader, author, parent, stranger = (
        comes_in(story, administrator, account) for account in roles
    )
    entry = a_teacher_publishes(teacher, reader)
    a_student_comments(reader)
    an_entry_changes_under_those_who_read_it(teacher, reader, author)
    a_parent_sees_it_with_the_childs_name(parent, roles)
    a_student_of_another_class_does_not(stranger, entry)
    a_reaction_stays_under_the_finger(reader, entry)
    comments_are_reported(author, reader, entry)
    writing_is_paused_where_somebody_reads(administrator, reader, entry)
    only_the_administrator_sees_the_reports(administrator, roles, [teacher, reader, parent])
    the_comment_is_removed_and_its_author_blocked(story, administrator, roles, author, entry)
    the_log_tells_it_all(administrator)
    an_account_is_closed_reopened_and_erased(story, administrator, roles, entry)


def an_administrator_brings_the_roll_in(story: Story) -> Person:
    said = story.stack.manage("create_school", story.school, "--admin", "Solange Périer-Nôtre")
    login, code = re.findall(r": (\S+)$", said, re.MULTILINE)
    story.administrator = login
    story.speaks()
    administrator = story.activates(login, code)
    administrator.presses("People")
    administrator.presses("Import")
    administrator.gives("lists", sorted(story.roll.glob("*.csv")))
    administrator.presses("Read the files")
    administrator.sees("Nothing has changed yet. Look, then import.")
    administrator.presses("Import now")
    administrator.waits_for(
        "Everybody has a login; the codes to open the accounts are made on their pages."
    )
    administrator.looks_well()
    administrator.presses("See the people")
    administrator.sees_text(name_of(story.accounts()[0]))
    administrator.presses("Classes")
    administrator.sees_text("CM1")
    return administrator


def comes_in(story: Story, administrator: Person, account: Account) -> Person:
    """The administrator makes a code on somebody's page; with it they come in."""
    finds(administrator, account)
    administrator.presses("Make an activation code")
    administrator.presses("Make the code")
    code = administrator.page.locator("dd.login").last.inner_text()
    return story.activates(account["login"], code)


def finds(administrator: Person, account: Account) -> None:
    administrator.presses("People")
    administrator.writes("words", name_of(account))
    administrator.presses("Look for")
    administrator.follows(name_of(account))


def a_teacher_publishes(teacher: Person, reader: Person) -> str:
    """To the students and the parents of CM1. Returns the entry's address."""
    reader.opens("/")
    teacher.presses("Write")
    for readers in ("Students", "Parents"):
        teacher.chooses(teacher.says(readers))
    teacher.writes("title", NEWS)
    teacher.writes("body", WORDS)
    teacher.gives("files", [a_picture()])
    return publishes(teacher, WORDS)


def a_student_comments(reader: Person) -> None:
    """It appeared on the open feed by itself: nothing was reloaded."""
    if not reader.has_scripts:
        reader.opens("/")
    reader.sees_text(NEWS)
    reader.looks_well()
    reader.follows(NEWS)
    reader.writes("body", QUESTION)
    reader.presses("Send")
    expect(reader.page.locator(".comment")).to_contain_text(QUESTION)


def an_entry_changes_under_those_who_read_it(
    teacher: Person, reader: Person, author: Person
) -> None:
    """One reads the feed below it, one types under it: neither is moved, nothing typed is lost."""
    entry = writes_in_passing(teacher)
    author.opens(entry)
    author.writes("body", HALF_TYPED)
    size = reader.page.viewport_size
    reader.page.set_viewport_size({"width": 400, "height": 400})
    reader.opens("/")
    below = reader.page.locator(".entry").filter(has_text=NEWS)
    place = scrolls_to(reader, below)
    teacher.presses("Change")
    teacher.writes("body", f"{OTHER_WORDS}\n\n" * 9)
    teacher.presses("Save")
    for person in (reader, author):
        if not person.has_scripts:
            person.page.reload()
        person.sees_text(OTHER_WORDS)
    keeps_its_place(reader, below, place)
    keeps_what_is_typed(author)
    teacher.opens(entry)
    teacher.presses("Delete")
    teacher.presses("Delete it")
    for person in (reader, author):
        if not person.has_scripts:
            person.page.reload()
        person.does_not_see(OTHER_WORDS)
    keeps_its_place(reader, below, place)
    keeps_what_is_typed(author)
    author.sees("There is nothing here")
    reader.page.set_viewport_size(size or {"width": 1280, "height": 720})


def writes_in_passing(teacher: Person) -> str:
    """A second entry to the students of CM1. Returns its address."""
    teacher.presses("Feed")
    teacher.presses("Write")
    teacher.chooses(teacher.says("Students"))
    teacher.writes("title", IN_PASSING)
    teacher.writes("body", FIRST_WORDS)
    return publishes(teacher, FIRST_WORDS)


def publishes(teacher: Person, words: str) -> str:
    """Returns the entry's address, where these words are read."""
    teacher.presses("Publish")
    teacher.page.wait_for_url(re.compile(r"/entries/\d+/$"))
    teacher.sees_text(words)
    return teacher.page.url


def scrolls_to(reader: Person, entry: Locator) -> float:
    """Scrolls until the entry begins on the screen; returns where, counted from its top."""
    if reader.has_scripts:
        expect(reader.page.locator("body")).to_have_attribute("data-live", "yes")
        # As in a browser that does not hold the page still by itself.
        entry.evaluate("() => document.documentElement.style.overflowAnchor = 'none'")
    entry.evaluate("each => scrollTo(0, each.getBoundingClientRect().top + scrollY - 80)")
    return top_of(entry)


def top_of(entry: Locator) -> float:
    top: float = entry.evaluate("each => each.getBoundingClientRect().top")
    return top


def keeps_its_place(reader: Person, entry: Locator, place: float) -> None:
    if reader.has_scripts:
        assert top_of(entry) == pytest.approx(place, abs=2)


def keeps_what_is_typed(author: Person) -> None:
    if author.has_scripts:
        typed = author.page.locator("textarea[name=body]")
        expect(typed).to_have_value(HALF_TYPED)
        expect(typed).to_be_focused()


def a_parent_sees_it_with_the_childs_name(parent: Person, roles: Roles) -> None:
    parent.opens("/")
    card = parent.page.locator(".entry").filter(has_text=NEWS)
    expect(card).to_contain_text(roles.author["first_name"])


def a_student_of_another_class_does_not(stranger: Person, entry: str) -> None:
    stranger.opens("/")
    stranger.does_not_see(NEWS)
    answers = []
    for address in (entry, "/entries/999999999/"):
        answer = stranger.opens(address)
        answers.append((answer.status, answer.text()))
    assert answers[0] == answers[1]
    assert answers[0][0] == NOT_FOUND


def a_reaction_stays_under_the_finger(reader: Person, entry: str) -> None:
    """What is pressed is exchanged for what says that it is."""
    reader.opens(entry)
    reader.presses("Thank you")
    pressed = reader.page.locator(".feelings [aria-pressed=true]")
    expect(pressed).to_have_count(1)
    if reader.has_scripts:
        expect(pressed).to_be_focused()


def comments_are_reported(author: Person, reader: Person, entry: str) -> None:
    """Two comments: the author takes the first back once it is reported."""
    for words in (TAKEN_BACK, UNKIND):
        author.opens(entry)
        author.writes("body", words)
        author.presses("Send")
        if words == TAKEN_BACK:
            author.sees("It is not sent yet. Think once more about the marked words?")
            author.presses("Send it as it is")
        author.sees_text(words)
        reader.opens(entry)
        reader.presses("Report", within=reader.page.locator(".comment").filter(has_text=words))
        reader.presses("It is unkind or hurts somebody")
        reader.sees("Thank you for telling us")
    author.opens(entry)
    author.presses("Delete", within=author.page.locator(".comment").filter(has_text=TAKEN_BACK))
    author.presses("Delete it")
    author.does_not_see(TAKEN_BACK)


def writing_is_paused_where_somebody_reads(
    administrator: Person, reader: Person, entry: str
) -> None:
    """It says so at the top of a page that was open before, and no more once it is over."""
    reader.opens(entry)
    if reader.has_scripts:
        expect(reader.page.locator("body")).to_have_attribute("data-live", "yes")
    administrator.presses("Reports")
    administrator.presses("Pause writing")
    administrator.writes("reason", PAUSED)
    administrator.presses("Pause writing now")
    reader.waits_for("Writing is paused.")
    reader.sees_text(PAUSED)
    administrator.presses("End the pause")
    if not reader.has_scripts:
        reader.opens(entry)
    reader.does_not_see(PAUSED)


def only_the_administrator_sees_the_reports(
    administrator: Person, roles: Roles, others: list[Person]
) -> None:
    administrator.presses("Reports")
    for words in (TAKEN_BACK, UNKIND):
        administrator.presses("Reports")
        card = administrator.page.locator("article").filter(has_text=words)
        administrator.uses(card.get_by_role("link").last)
        expect(administrator.page.locator("blockquote").first).to_contain_text(words)
        administrator.sees_text(name_of(roles.author))
        for other in others:
            answer = other.opens(administrator.page.url)
            assert answer.status == NOT_FOUND, answer.url


def the_comment_is_removed_and_its_author_blocked(
    story: Story, administrator: Person, roles: Roles, author: Person, entry: str
) -> None:
    author.opens(entry)
    if author.has_scripts:
        expect(author.page.locator("body")).to_have_attribute("data-live", "yes")
    case = administrator.page.url
    administrator.presses("Remove it and warn")
    expect(
        administrator.page.get_by_role("button", name=administrator.says("Remove it and warn"))
    ).to_have_count(0)
    they_read_why_and_ask_for_another_look(author, administrator, case)
    administrator.presses("Decide something else")
    # It proposes what comes after a warning, which does not go together with a block.
    administrator.uses(administrator.page.locator("[name=measures]:checked"))
    administrator.chooses(administrator.says("Block the account"))
    administrator.looks_well()
    administrator.writes("reason", "Une semaine pour réfléchir.")
    administrator.presses("Decide")
    expect(administrator.page).to_have_url(case)
    if author.has_scripts:
        expect(author.page).to_have_url(re.compile("/signed-out/$"))
    else:
        author.opens(entry)
        expect(author.page).to_have_url(re.compile("/sign-in/"))
    refused = story.signs_in(roles.author["login"])
    refused.looks_well()
    expect(refused.page.locator(".notice.warning")).to_contain_text(story.school)
    administrator.opens(case)
    administrator.presses("Take it back")
    administrator.presses("Take it back")
    administrator.sees("taken back")
    back = story.signs_in(roles.author["login"])
    back.opens(entry)
    back.sees_text(WORDS)
    back.does_not_see(UNKIND)


def they_read_why_and_ask_for_another_look(
    author: Person, administrator: Person, case: str
) -> None:
    """The school finds the same again: what follows is as it was."""
    author.opens("/")
    author.presses("The school has decided something. Here it says what and why.")
    author.sees_text(UNKIND)
    author.looks_well()
    author.presses("Ask for another look")
    author.writes("words", LOOK_AGAIN)
    author.presses("Ask")
    author.sees("The school looks at it again. The answer comes here.")
    statement = author.page.url
    administrator.opens(case)
    administrator.sees_text(LOOK_AGAIN)
    administrator.presses("Look at it again")
    administrator.looks_well()
    administrator.chooses(administrator.says("It stays"))
    administrator.writes("words", FOUND_AGAIN)
    administrator.presses("Answer")
    expect(administrator.page).to_have_url(case)
    author.opens(statement)
    author.sees_text(FOUND_AGAIN)


def the_log_tells_it_all(administrator: Person) -> None:
    administrator.presses("People")
    administrator.presses("Log")
    administrator.presses("Log")
    for verb in (
        "imported the school’s roll",
        "opened their account with a code",
        "signed the charter",
        "published an entry",
        "wrote a comment",
        "removed a comment",
        "blocked somebody",
        "unblocked somebody",
        "consulted the log",
    ):
        administrator.page.locator("select[name=verb]").select_option(
            label=administrator.says(verb)
        )
        administrator.presses("Show")
        expect(administrator.page.locator("tbody tr").first).to_contain_text(
            administrator.says(verb)
        )
    # Who reported somebody is not for whoever reads the log.
    sealed = administrator.says("reported something")
    expect(administrator.page.locator("option").filter(has_text=sealed)).to_have_count(0)
    administrator.opens(administrator.page.url.partition("?")[0])
    administrator.does_not_see(sealed)


def an_account_is_closed_reopened_and_erased(
    story: Story, administrator: Person, roles: Roles, entry: str
) -> None:
    """The teacher's: others' comments hang on her words, and she stored a file."""
    everybody = story.accounts()
    closes(administrator, roles.teacher)
    story.stack.manage("sweep", later=timedelta(days=89))
    # Their session was over long before the eighty-ninth day.
    administrator = story.signs_in(story.administrator)
    reopens(administrator, roles.teacher)
    teacher = story.signs_in(roles.teacher["login"])
    teacher.opens(entry)
    teacher.sees_text(WORDS)
    closes(administrator, roles.teacher)
    story.stack.manage("sweep", later=timedelta(days=90, minutes=1))
    first, last = roles.teacher["first_name"], roles.teacher["last_name"]
    names = (f"{first} {last}", f"{last} {first}", roles.teacher["login"])
    assert story.traces_of(*names, WORDS, NEWS) == []
    assert story.stored_files() == []
    others = [each for each in everybody if each["login"] != roles.teacher["login"]]
    assert story.accounts() == others
    assert "newsfeed_comment.body" in story.traces_of(QUESTION)


def closes(administrator: Person, account: Account) -> None:
    finds(administrator, account)
    administrator.presses("Close the account")
    administrator.writes("reason", "A quitté l’école.")
    administrator.presses("Close the account")
    expect(administrator.page.locator("[name=reason]")).to_have_count(0)


def reopens(administrator: Person, account: Account) -> None:
    finds(administrator, account)
    administrator.presses("Reopen the account")
    expect(administrator.page).to_have_url(re.compile("/reopen/$"))
    administrator.writes("reopening_reason", "Revenue plus tôt que prévu.")
    administrator.presses("Reopen the account")
    expect(administrator.page).not_to_have_url(re.compile("/reopen/$"))


def a_picture() -> FilePayload:
    drawn = BytesIO()
    Image.new("RGB", (64, 48), "#4f2d96").save(drawn, "PNG")
    return {"name": "moulin.png", "mimeType": "image/png", "buffer": drawn.getvalue()}
