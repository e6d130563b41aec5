"""Make the reference pictures anew."""

import os


def main() -> None:
    """Print the seed's editions and keep the pictures of the chosen pages."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    from bench.seed import secretariat_and_meeting, seeded_database
    from meetings.documents import minutes_pdf
    from tests.golden import DPI, PAGES, path_of
    from tests.printed import pictures_of

    with seeded_database():
        secretariat, meeting = secretariat_and_meeting()
        for audience, numbers in PAGES.items():
            pictures = pictures_of(minutes_pdf(meeting, audience, reader=secretariat), dpi=DPI)
            for number in numbers:
                pictures[number - 1].save(path_of(audience, number), optimize=True)


if __name__ == "__main__":
    main()
