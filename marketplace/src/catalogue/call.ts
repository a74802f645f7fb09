export interface Snippet {
  readonly title: string;
  readonly language: 'shell' | 'python' | 'javascript';
  readonly code: string;
}

/** What a snippet asks. */
export interface Call {
  /** Of the server, without a final slash. */
  readonly address: string;
  readonly model: string;
}
