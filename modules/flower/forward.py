"""Hands on what Flower's nodes ask, and nothing else."""

from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

# all of Flower's Fleet API; each path is written here, since a path that is asked for may lead out of the API
FLEET = (
    *("register-node", "activate-node", "deactivate-node", "unregister-node"),
    *("send-node-heartbeat", "pull-messages", "push-messages", "confirm-message-received"),
    *("get-run", "get-fab", "push-object", "pull-object"),
)
# Flower sends arrays in pieces of at most 20 MB
LARGEST_BYTES = 64 * 1024 * 1024
# of the connection, not of the message
HOP = {"connection", "keep-alive", "transfer-encoding", "upgrade", "host", "te", "trailer"}


class TooLarge(Exception):
    pass


class Forward:
    def __init__(self, target: str, headers: dict[str, str] | None = None) -> None:
        self.target = target.rstrip("/")
        self.headers = headers or {}
        limits = httpx.Limits(max_connections=256)
        self.client = httpx.AsyncClient(timeout=httpx.Timeout(900, connect=10), limits=limits)

    def routes(self) -> list[Route]:
        paths = [f"/v1/fleet/{name}" for name in FLEET]
        return [Route(path, self.to(path), methods=["POST"]) for path in paths]

    def to(self, path: str) -> Callable[[Request], Awaitable[Response]]:
        async def hand(request: Request) -> Response:
            kept = {name: value for name, value in request.headers.items() if name not in HOP}
            asked = self.client.build_request(
                "POST", self.target + path, headers=kept | self.headers, content=bounded(request)
            )
            try:
                answer = await self.client.send(asked, stream=True)
            except TooLarge:
                return PlainTextResponse(f"expected at most {LARGEST_BYTES} bytes", 413)
            except httpx.HTTPError as error:
                return PlainTextResponse(f"{self.target} does not answer: {error}", 502)
            headers = {name: value for name, value in answer.headers.items() if name not in HOP}
            return StreamingResponse(
                answer.aiter_raw(), answer.status_code, headers, background=Closing(answer)
            )

        return hand


async def bounded(request: Request) -> AsyncIterator[bytes]:
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_BYTES:
            raise TooLarge
        yield part


class Closing:
    """Ends an answer when it was handed on."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer

    async def __call__(self) -> None:
        await self.answer.aclose()
