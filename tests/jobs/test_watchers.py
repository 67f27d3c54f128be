import threading

from dropviz.jobs.watchers import Watchers
from tests.jobs.conftest import wait_until


def test_who_goes_for_a_moment_only_has_not_gone() -> None:
    there, left = {"ada", "bob"}, []
    watchers = Watchers(there.__contains__, lambda run, who: left.append((run, who)))
    watchers.seconds_of_grace = 0.15
    watchers.add("run", "ada")
    watchers.add("run", "bob")
    there.remove("ada")
    threading.Event().wait(0.05)
    there.add("ada")
    there.remove("bob")
    wait_until(lambda: left, 5)
    assert set(left) == {("run", "bob")}
    assert not watchers.remove("other", "ada")
    assert watchers.remove("run", "bob")
    assert not watchers.remove("run", "ada")


def test_nobody_is_looked_for_when_there_is_nobody() -> None:
    watchers = Watchers(lambda watcher: True, lambda run, who: None)
    watchers.seconds_of_grace = 0.01
    watchers.add("run", "ada")
    thread = watchers._thread
    assert thread is not None
    watchers.forget("run")
    thread.join(5)
    assert not thread.is_alive()
    watchers.add("run", "ada")
    assert watchers._thread is not thread
    watchers.forget("run")


def test_who_is_not_watching_any_more_is_not_remembered() -> None:
    watchers = Watchers(lambda watcher: watcher == "ada", lambda run, who: None)
    watchers.seconds_of_grace = 0.01
    watchers.add("long", "ada")
    watchers.add("short", "bob")
    wait_until(lambda: watchers._missed_since, 5)
    watchers.forget("short")
    wait_until(lambda: not watchers._missed_since, 5)
    watchers.forget("long")
