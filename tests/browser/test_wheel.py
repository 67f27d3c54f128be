"""What a person installs: the wheel, in an environment of its own, started in another folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page, expect

from dropviz.catalogue import LESSONS
from dropviz.figures.theme import PALETTES
from scripts.served_app import go_by_navigation, open_stage, served_app, settle

pytestmark = pytest.mark.xdist_group("wheel")  # built and installed once
ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
SOURCES = (
    ".streamlit", "LICENSE", "README.md", "app.py", "assets", "dropviz", "package.json", "pages",
    "pyproject.toml", "requirements.txt", "scripts",
)  # fmt: skip
START_OF_LIST = {"dropviz/catalogue.py": "LESSONS = (\n", "pyproject.toml": "components = [\n"}
PIP = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]


def built(project: Path, folder: Path) -> Path:
    """The wheel of a project."""
    how = ["--no-deps", "--no-build-isolation", "--wheel-dir"]
    subprocess.run([*PIP, "wheel", *how, folder, project], check=True)
    (file,) = folder.glob("*.whl")
    return file


def installed(wheel: Path, folder: Path) -> Path:
    """The command of an environment that has the wheel; all else comes from this environment.

    An entry of its path file is a folder, in which path files are not read: the checkout, which
    this environment has by one, is not found.
    """
    venv.create(folder, symlinks=True)
    paths = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", "venv", vars=paths))
    (packages / "others.pth").write_text(sysconfig.get_path("purelib"))
    scripts = Path(sysconfig.get_path("scripts", "venv", vars=paths))
    python = ["--python", str(scripts / "python")]
    subprocess.run([*PIP, *python, "install", "--no-deps", wheel], check=True)
    return scripts / "dropviz"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(ROOT, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return installed(wheel, tmp_path_factory.mktemp("environment"))


@pytest.fixture(scope="module")
def url(command: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served_app(command=[str(command)], cwd=tmp_path_factory.mktemp("elsewhere")) as (url, _):
        yield url


def test_it_takes_the_app_along_and_nothing_else(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
        settings = archive.read("dropviz/app/.streamlit/config.toml")
    assert settings == (ROOT / ".streamlit" / "config.toml").read_bytes()
    pages = {name for name in names if name.startswith("dropviz/app/pages/")}
    assert pages == {f"dropviz/app/pages/{file.name}" for file in ROOT.glob("pages/*.py")}
    information = f"dropviz-{PROJECT['version']}.dist-info/"
    assert f"{information}licenses/LICENSE" in names
    assert {name.split("/")[0] + "/" for name in names} == {"dropviz/", information}


def test_it_depends_on_what_the_app_depends_on(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        metadata = archive.read(f"dropviz-{PROJECT['version']}.dist-info/METADATA").decode()
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    wanted = {line.lower() for line in lines if line and not line.startswith("#")}
    found = re.findall(r"^Requires-Dist: (.*)$", metadata, re.MULTILINE)

    def parts(requirement: str) -> list[str]:
        return sorted(re.findall(r"[\w.\-\[\]]+|[<>=~]=?", requirement.lower()))

    assert sorted(map(parts, found)) == sorted(map(parts, wanted))


def test_the_checkout_is_not_what_runs(command: Path, tmp_path: Path) -> None:
    where = "import dropviz; print(dropviz.__file__)"
    asked = [command.with_name("python"), "-c", where]
    said = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert Path(said.strip()).is_relative_to(command.parents[1])


@pytest.mark.parametrize(
    ("option", "status", "says"),
    [
        ("--version", 0, f"dropviz {PROJECT['version']}"),
        ("--help", 0, "--open"),
        ("--port=70000", 2, "'70000' is no port: it should be a number from 1 to 65535"),
    ],
)
def test_the_command_answers(
    command: Path, option: str, status: int, says: str, tmp_path: Path
) -> None:
    done = subprocess.run([command, option], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == status
    assert says in done.stdout + done.stderr


def test_every_page_opens_and_mounts_its_stage(url: str, page: Page) -> None:
    elsewhere: list[str] = []
    page.on("request", lambda asked: elsewhere.append(asked.url))
    open_stage(page, f"{url}/")
    for entry in LESSONS:
        go_by_navigation(page, entry.title)
        expect(page.get_by_role("heading", level=1)).to_have_text(entry.title)
        expect(page.get_by_test_id("stage")).to_have_attribute("data-frame", re.compile("."))
        expect(page.get_by_test_id("caption")).not_to_be_empty()
        expect(page.get_by_test_id("stException")).to_have_count(0)
        settle(page, 100)
    assert [asked for asked in elsewhere if not asked.startswith((url, "data:", "blob:"))] == []


def test_it_has_its_settings_in_any_folder(url: str, browser: Browser) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    open_stage(page, f"{url}/")
    background = page.get_by_test_id("stApp").evaluate("(app) => getComputedStyle(app).background")
    red, green, blue = bytes.fromhex(PALETTES["dark"].background.removeprefix("#"))
    assert f"rgb({red}, {green}, {blue})" in background
    context.close()


def test_its_workers_train(url: str, page: Page) -> None:
    stage = open_stage(page, f"{url}/live_training?steps=50&pairs=2")
    page.get_by_test_id("train").click()
    expect(stage).to_have_attribute("data-verdict", re.compile("."), timeout=60_000)


def add_lesson(project: Path, document: str) -> None:
    """Write the files that CONTRIBUTING.md shows for a lesson, and its entries in lists."""
    sections = document.split("\n## A lesson\n")[1].split("\n## ")[0].split("\n### `")[1:]
    for section in sections:
        name, code = re.match(r"(.*?)`.*?```\w*\n(.*?)```", section, re.DOTALL).groups()
        file = project / name
        if file.exists():
            text = file.read_text("utf-8")
            code = text.replace(START_OF_LIST[name], START_OF_LIST[name] + code, 1)
            assert code != text
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(code, "utf-8")


def test_a_lesson_is_added_as_contributing_says(tmp_path: Path, page: Page) -> None:
    project = tmp_path / "project"
    project.mkdir()
    for name in SOURCES:
        copied = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copied(ROOT / name, project / name)
    add_lesson(project, (ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    (project / "node_modules").symlink_to(ROOT / "node_modules")
    node = os.pathsep.join([os.environ["PATH"], str(Path(sys.executable).parent)])
    subprocess.run(
        ["npm", "run", "bundle"], cwd=project, env={**os.environ, "PATH": node}, check=True
    )
    command = installed(built(project, tmp_path / "dist"), tmp_path / "environment")
    with served_app(command=[str(command)], cwd=tmp_path) as (url, _):
        stage = open_stage(page, f"{url}/one_coin?p=0.9")
        caption = page.get_by_test_id("caption")
        expect(caption).to_have_text("The unit is dropped: its coin is 0.85.")
        expect(page).to_have_title("One coin · dropviz")
        stage.get_by_role("slider").fill("0.1")
        expect(caption).to_have_text("The unit is kept: its coin is 0.85.")
        expect(page).to_have_url(re.compile("p=0.1"))
        expect(page.get_by_test_id("stException")).to_have_count(0)
