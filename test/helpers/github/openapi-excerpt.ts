import type { Schema } from './to-json-schema.ts';

/** Part of GitHub's description, in JSON Schema; schemas name each other as `#/schemas/<name>`. */
export interface Excerpt {
  readonly version: string;
  /** By method and path: `GET /repos/{owner}/{repo}`. */
  readonly operations: Readonly<Record<string, ExcerptOperation>>;
  readonly schemas: Readonly<Record<string, Schema>>;
}

export interface ExcerptOperation {
  readonly parameters: readonly {
    readonly name: string;
    /** `path`, `query` or `header`. */
    readonly in: string;
    readonly required: boolean;
    readonly schema: Schema;
  }[];
  readonly body?: { readonly required: boolean; readonly schema: Schema };
  /** By status; null where the answer is not JSON. */
  readonly responses: Readonly<Record<string, Schema | null>>;
}
