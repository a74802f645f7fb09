/** What came back for a form. */
export interface Sent {
  /** 0 where nothing came back. */
  readonly status: number;
  readonly text: string;
  /** Seconds, as the header says. */
  readonly retryAfter: string | null;
  readonly requestId: string | null;
  readonly milliseconds: number;
}

/** Why there is no prediction and what to do, a sentence each. */
export function tellProblem({ status, text, retryAfter, requestId }: Sent): readonly string[] {
  // the server's own words, without the number before them
  const words = text.replace(/^\d{3}: /, '').trim();
  const wait = Math.max(1, Number(retryAfter) || 1);
  switch (status) {
    case 0:
      return ['The server does not answer. Look whether it still runs, and try again.', words];
    case 401:
      return [
        'This server asks for a key. Put it into the field above and press Predict again.',
        // tells programs of a header, and nothing new to a person
        words.startsWith('A key is needed') ? '' : words,
      ];
    case 422:
      return tellFields(text);
    case 429:
    case 503:
      return [`The server is busy. Try again in ${wait} ${wait === 1 ? 'second' : 'seconds'}.`];
    case 504:
      return ['There was no answer in time. Try again, or send a smaller input.'];
    default:
      if (status < 500) return [words];
      return [`The model failed on this input. The log tells more of request ${requestId ?? '?'}.`];
  }
}

/** Messages by field, as DEEPaaS sends them; a field without a name of its own needs none. */
export function tellFields(text: string): readonly string[] {
  try {
    const told: unknown = JSON.parse(text);
    if (typeof told !== 'object' || told === null) return [text];
    return Object.entries(told).flatMap(([field, messages]) =>
      [messages]
        .flat()
        .map((message) => (typeof message === 'string' ? message : JSON.stringify(message)))
        .map((message) => (field === 'data' ? message : `${field}: ${message}`)),
    );
  } catch {
    return [text];
  }
}
