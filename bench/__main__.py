"""Run the benchmarks and print their tables."""

import argparse
import os


def main() -> None:
    """Print the table of the documents, then the one of the pages, then the one of the audited layer."""
    argparse.ArgumentParser(
        prog="python -m bench",
        description="Measure the documents, the pages and the audited layer: some minutes, without options.",
        epilog="By themselves: python -m bench.audit, bench.lists, bench.search [ROWS], bench.volumes.",
    ).parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    # The driver of Chromium runs a loop in this thread, which Django takes for async code of ours.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    import django

    django.setup()
    from django.test import override_settings

    from bench import audit, pages, printing
    from bench.seed import secretariat_and_meeting, seeded_database

    # Not Django's test environment: that copies the context of every template that is drawn.
    with override_settings(ALLOWED_HOSTS=["testserver"]), seeded_database():
        secretariat, meeting = secretariat_and_meeting()
        for line in printing.measure(meeting, secretariat):
            print(line, flush=True)
        print()
        for line in pages.measure():
            print(line, flush=True)
    print()
    for line in audit.measure():
        print(line, flush=True)


if __name__ == "__main__":
    main()
