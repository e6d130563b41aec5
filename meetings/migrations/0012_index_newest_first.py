from typing import Any

from django.db import migrations

from portal.search.places import place_of

PLACES = {
    "MinutesEntry": ("meeting__starts_at", "meeting_id", "position"),
    "Edition": ("issued_at", "meeting_id", "number"),
}
BATCH = 500


def renumber(apps: Any, schema_editor: Any) -> None:
    """What was numbered as it came is numbered by its place."""
    search_text = apps.get_model("portal", "SearchText")
    taken: set[int] = set()
    for name, place in PLACES.items():
        model = apps.get_model("meetings", name)
        held = search_text.objects.filter(record_model=model._meta.label_lower)
        numbers = list(held.values_list("pk", flat=True))
        for start in range(0, len(numbers), BATCH):
            batch = list(held.filter(pk__in=numbers[start : start + BATCH]))
            keys = [each.record_key for each in batch]
            wanted = {
                key: place_of(*rest)
                for key, *rest in model._base_manager.filter(pk__in=keys).values_list("pk", *place)
            }
            held.filter(pk__in=[each.pk for each in batch]).delete()
            for each in batch:
                each.pk = wanted[each.record_key]
                while each.pk in taken:
                    each.pk -= 1
                taken.add(each.pk)
            search_text.objects.bulk_create(batch)


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0019_search_text_in_order"),
        ("meetings", "0011_prior_references_lead_back"),
    ]

    operations = [migrations.RunPython(renumber, migrations.RunPython.noop)]
