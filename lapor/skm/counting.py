"""The roll-up kept as answers come, so that a result page never reads a response; equal to one made anew."""

from __future__ import annotations

from django.db import connection, transaction

from lapor.skm.codes import ELEMENTS, PROFILE
from lapor.skm.models import Count, Period, Response

# In one order always: two responses at once must not wait for each other.
_ADD = """
    INSERT INTO skm_count (period_id, service, excluded, kind, key, number)
    SELECT %s, %s, %s, part.kind, part.key, %s FROM unnest(%s::text[], %s::text[]) AS part (kind, key)
    ORDER BY part.kind, part.key
    ON CONFLICT (period_id, service, excluded, kind, key) DO UPDATE
        SET number = skm_count.number + EXCLUDED.number
"""
_GIVEN = " + ".join(f"(r.{code.lower()} IS NOT NULL)::int" for code in ELEMENTS)
_SUM = " + ".join(f"coalesce(r.{code.lower()}, 0)" for code in ELEMENTS)
_PARTS = ", ".join(
    (
        *(f"('{code}', r.{code.lower()}::text)" for code in ELEMENTS),
        f"('spread', ({_GIVEN})::text || ':' || ({_SUM})::text)",
        *(f"('{field}', r.{field})" for field in PROFILE),
        "('way', r.way)",
        "('topic', CASE WHEN r.suggestion <> '' THEN r.topic END)",
    )
)
# One pass over the period's responses.
_REBUILD = f"""
    INSERT INTO skm_count (period_id, service, excluded, kind, key, number)
    SELECT r.period_id, coalesce(r.service_id, 0), r.excluded, part.kind, part.key, count(*)
    FROM skm_response r CROSS JOIN LATERAL (
        VALUES {_PARTS} UNION ALL SELECT 'own', o.key || ':' || o.value FROM jsonb_each_text(r.own) AS o
    ) AS part (kind, key)
    WHERE r.period_id = %s AND part.key IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5
"""  # noqa: S608 - made of our own codes


def count(response: Response, *, sign: int = 1) -> None:
    """Add one response to the roll-up of its period, service and fate, or take it out (`sign=-1`)."""
    kinds, keys = zip(*parts(response), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            _ADD,
            [
                response.period_id,
                response.service_id or 0,
                response.excluded,
                sign,
                list(kinds),
                list(keys),
            ],
        )


def parts(response: Response) -> list[tuple[str, str]]:
    """What a response is counted under: (kind, key) as `Count` explains them."""
    given = [(code, value) for code, value in response.answers().items() if value is not None]
    found = [(code, str(value)) for code, value in given]
    found.append(("spread", f"{len(given)}:{sum(value for _code, value in given)}"))
    found += [(field, getattr(response, field)) for field in PROFILE]
    found.append(("way", response.way))
    found += [("own", f"{number}:{value}") for number, value in response.own.items()]
    return [*found, ("topic", response.topic)] if response.suggestion else found


@transaction.atomic
def rebuild(period: Period) -> None:
    """The roll-up of one period counted anew; whoever answers meanwhile waits."""
    Period.objects.select_for_update().get(pk=period.pk)
    Count.objects.filter(period=period).delete()
    with connection.cursor() as cursor:
        cursor.execute(_REBUILD, [period.pk])
