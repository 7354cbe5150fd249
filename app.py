"""The web application: `streamlit run app.py`. Its lifespan starts the engine before the first browser comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from snowball_core import __version__
from snowball_core.services.studio import holder
from ui.errors import log, on_script_error


@asynccontextmanager
async def lifespan(application: st.App) -> AsyncIterator[dict[str, Any]]:
    """Open the studio and go on with what was under way; close it at the end.

    A studio that cannot open does not keep the server from starting: the page then says why.
    """
    del application
    try:
        await asyncio.to_thread(holder.get)
    except Exception:
        log.exception("the studio cannot open")
    yield {}
    await asyncio.to_thread(holder.close)


async def health(request: Request) -> JSONResponse:
    """Whether the server answers, and which version it is."""
    del request
    return JSONResponse({"status": "ok", "version": __version__})


app = st.App(
    Path(__file__).resolve().with_name("studio.py"),
    lifespan=lifespan,
    routes=[Route("/api/health", health)],
    on_script_error=on_script_error,
)
