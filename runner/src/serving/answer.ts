import { STATUS_CODES } from 'node:http';
import type { FastifyReply } from 'fastify';

/** A response, before it is sent. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown to end a request with an answer that is the caller's to mend. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`${answer.status}: ${String(answer.body)}`);
    this.answer = answer;
  }
}

/** `404: Not Found` and its like, unless another text is given. */
export function textAnswer(
  status: number,
  body = `${status}: ${STATUS_CODES[status]}`,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, type: 'text/plain; charset=utf-8', body, headers };
}

/** A text goes out with its head in one write; a serializer keeps Fastify from adding a charset. */
export function sendAnswer(reply: FastifyReply, answer: Answer): FastifyReply {
  reply.code(answer.status).header('content-type', answer.type);
  if (answer.headers !== undefined) reply.headers(answer.headers);
  return reply.serializer(asItIs).send(answer.body);
}

function asItIs(text: string): string {
  return text;
}
