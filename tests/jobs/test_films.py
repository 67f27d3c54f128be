from dropviz.jobs.films import Films, film_size
from tests.jobs.films import small_experiment, small_film


def test_the_films_used_last_stay_up_to_so_many_bytes() -> None:
    made = [small_film(small_experiment(first_seed=seed)) for seed in range(4)]
    hashes = [film.experiment.hash for film in made]
    films = Films(most_bytes=3 * film_size(made[0]))
    for film in made[:3]:
        films.put(film)
    assert films.get(hashes[0]) is made[0]
    films.put(made[3])
    assert [films.get(run) is not None for run in hashes] == [True, False, True, True]
    films.drop(hashes[0])
    assert films.get(hashes[0]) is None


def test_a_film_larger_than_all_room_is_held_alone() -> None:
    films = Films(most_bytes=1)
    for seed in range(3):
        film = small_film(small_experiment(first_seed=seed))
        films.put(film)
        films.put(film)
    assert list(films._films) == [film.experiment.hash]
