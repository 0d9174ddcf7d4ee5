"""What no page has to look at."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from core.errors import not_found


class NoNulMiddleware:
    """An address with a NUL in it names nothing: PostgreSQL cannot even be asked for such a text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            return not_found(request, Http404())
        return self.get_response(request)
