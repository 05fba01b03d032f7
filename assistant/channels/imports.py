"""`POST /import/{kind}`: the import command over HTTP, for managers and up.  See docs/import.md."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response, Router, post
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from assistant.asking import Caller, identify
from assistant.channels.access import Asked, caller_of, parley_of
from assistant.errors import NotAllowed
from assistant.imports import ImportMapping, ImportOptions, ImportReport, import_csv, read_mapping
from assistant.messages import BadRequest
from store.scope import at_least

_SWITCHES = ("dry_run", "keep_good", "adopt_values")


@post("/import/{kind:str}", status_code=200)
async def import_file(request: Asked, caller: NamedDependency[Caller], kind: FromPath[str]) -> Response[dict[str, Any]]:
    """Import one CSV file; 422 with the refused rows where nothing was kept."""
    parley = parley_of(request)
    async with parley.database.reading() as session:
        asker, _ = await identify(session, parley.conversation.directories, caller)
    if not at_least(asker.role, "manager"):
        raise NotAllowed("only a manager or an administrator may import")
    form = await request.form()
    report = await import_csv(
        parley.database,
        asker.tenant_id,
        kind,
        await _file(form),
        mapping=await _mapping(form),
        options=ImportOptions(**{name: _switch(form, name) for name in _SWITCHES}),
        now=parley.clock.now(),
        actor=asker,
    )
    refused = bool(report.refused) and not report.saved
    return Response(_wire(report), status_code=422 if refused else 200)


async def _file(form: FormMultiDict) -> bytes:
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise BadRequest("file: send the CSV file as a part named “file” of multipart/form-data")
    return await file.read()


async def _mapping(form: FormMultiDict) -> ImportMapping | None:
    given = form.get("mapping")
    if given is None:
        return None
    return read_mapping(await given.read() if isinstance(given, UploadFile) else str(given).encode())


def _switch(form: FormMultiDict, name: str) -> bool:
    value = str(form.get(name, "false")).lower()
    if value not in ("true", "false"):
        raise BadRequest(f"{name}: true or false")
    return value == "true"


def _wire(report: ImportReport) -> dict[str, Any]:
    return {**msgspec.to_builtins(report), "refused": [str(refusal) for refusal in report.refused]}


def router(max_bytes: int) -> Router:
    """Return the route, for files of up to `max_bytes`."""
    return Router(
        "/",
        route_handlers=[import_file],
        dependencies={"caller": Provide(caller_of)},
        request_max_body_size=max_bytes,
    )
