"""A second language for times is data: the same rules read Spanish words."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from graphs.understanding.local.times import merge, read_duration, read_times

_ZONE = "Europe/Madrid"
_NOW = datetime(2026, 3, 9, 9, 15, tzinfo=ZoneInfo(_ZONE))  # a Monday

_PHRASES = {
    "mañana por la mañana": "2026-03-10T10:00",
    "pasado mañana a las cuatro y media": "2026-03-11T16:30",
    "el viernes a las 10": "2026-03-13T10:00",
    "el próximo martes": "2026-03-17T10:00",
    "el lunes que viene a primera hora": "2026-03-16T09:00",
    "la semana que viene": "2026-03-16T10:00",
    "dentro de tres días": "2026-03-12T10:00",
    "en media hora": "2026-03-09T09:45",
    "el 5 de mayo a las 15:00": "2026-05-05T15:00",
    "a las 5 de la tarde": "2026-03-09T17:00",
    "a las tres menos cuarto": "2026-03-09T14:45",
    "esta noche a las 8": "2026-03-09T20:00",
    "fin de mes": "2026-03-31T10:00",
}


@pytest.mark.parametrize(("said", "meant"), _PHRASES.items())
def test_a_spanish_time_is_read(said: str, meant: str):
    first = read_times(f"llamar a Ana {said}", _NOW, _ZONE, "es-ES")[0]
    assert first.start is not None
    assert f"{first.start:%Y-%m-%dT%H:%M}" == meant
    assert not first.unread


@pytest.mark.parametrize(("said", "trouble"), [("cada lunes", "recurring"), ("el 30 de febrero", "no_such_date")])
def test_what_is_no_time_in_spanish_is_said(said: str, trouble: str):
    assert [one.trouble for one in read_times(said, _NOW, _ZONE, "es-ES")] == [trouble]


def test_each_language_reads_its_own_words_only():
    assert not read_times("el viernes", _NOW, _ZONE, "en-US")
    assert not read_times("on Friday", _NOW, _ZONE, "es-ES")


def test_an_edit_and_a_length_are_read_in_spanish():
    at_ten = datetime(2026, 3, 10, 10, 0, tzinfo=ZoneInfo(_ZONE))
    moved = merge(at_ten, "mejor a las 3", _NOW, _ZONE, "es-ES")
    assert moved is not None
    assert moved.start is not None
    assert f"{moved.start:%d %H:%M}" == "10 15:00"
    assert [minutes for minutes, _ in read_duration("una reunión de 45 minutos", "es-ES")] == [45]
