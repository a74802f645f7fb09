"""Hands HTTP requests on as they come, with other headers where some are given."""

import httpx
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

# of the connection, not of the message
HOP = {"connection", "keep-alive", "transfer-encoding", "upgrade", "host", "te", "trailer"}


class Forward:
    def __init__(self, target: str, headers: dict[str, str] | None = None) -> None:
        self.target = target.rstrip("/")
        self.headers = headers or {}
        limits = httpx.Limits(max_connections=256)
        self.client = httpx.AsyncClient(timeout=httpx.Timeout(900, connect=10), limits=limits)

    async def hand(self, request: Request) -> Response:
        kept = {name: value for name, value in request.headers.items() if name not in HOP}
        url = f"{self.target}{request.url.path}"
        if request.url.query:
            url += f"?{request.url.query}"
        asked = self.client.build_request(
            request.method, url, headers=kept | self.headers, content=request.stream()
        )
        try:
            answer = await self.client.send(asked, stream=True)
        except httpx.HTTPError as error:
            return PlainTextResponse(f"{self.target} does not answer: {error}", 502)
        headers = {name: value for name, value in answer.headers.items() if name not in HOP}
        return StreamingResponse(
            answer.aiter_raw(), answer.status_code, headers, background=Closing(answer)
        )


class Closing:
    """Ends an answer when it was handed on."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer

    async def __call__(self) -> None:
        await self.answer.aclose()
