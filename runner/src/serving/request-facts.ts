/** What is told of a request that has been answered: for logs and metrics, nothing of its content. */
export interface RequestFacts {
  readonly id: string;
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  readonly status: number;
  readonly milliseconds: number;
  /** Which family of clients the path is for. */
  readonly protocol: string | undefined;
  readonly model: string | undefined;
  /** Id of the key it came with. */
  readonly key: string | undefined;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Name of the model that the path is of. */
    model?: string;
    protocol?: 'deepaas' | 'open-inference' | 'singa-auto';
    /** False where everybody may read, with or without a key. */
    needsKey?: boolean;
    /** Whether it starts or ends trainings. */
    trains?: boolean;
  }
}
