"""Make the shipped photographs and learn the filters from their patches; write both to assets/."""

from __future__ import annotations

from dropviz.core.photo_filters import explained, photo_maps, rebuilt_photo
from dropviz.data.filter_learning import learned_filters
from dropviz.data.photos import PHOTOS, photo_pixels, sample_photos, save_photos


def main() -> None:
    photos = sample_photos()
    filters = learned_filters([photos[name] / 255 for name in PHOTOS])
    save_photos(photos, filters)
    for name in PHOTOS:
        photo = photo_pixels(name)
        right = explained(photo, rebuilt_photo(filters, photo_maps(filters, photo)))
        print(f"{name}: rebuilt from {filters.n_maps} maps with an R² of {right:.3f}")


if __name__ == "__main__":
    main()
