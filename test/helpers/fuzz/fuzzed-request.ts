/** How the length of a body is told, rightly or not. */
export type Framing =
  | 'length'
  | 'chunks'
  | 'wrong chunks'
  | 'too short a length'
  | 'too long a length'
  | 'length and chunks'
  | 'no number'
  | 'none';

/** A request as it is written to a socket, whether any client would write it or not. */
export interface FuzzedRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  readonly framing: Framing;
}

/** A module that requests are made for: what it takes, and files that it understands. */
export interface FuzzedModel {
  readonly name: string;
  /** An input in JSON that it answers with 200. */
  readonly valid: unknown;
  readonly inputs: readonly string[];
}
