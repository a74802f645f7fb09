import type { Argument } from '../../serving/deepaas/arguments/argument.ts';

/** A model of a server that speaks the DEEPaaS API V2, by what the server says of it. */
export interface RemoteModel {
  /** Of the server, such as `http://127.0.0.1:49153`. */
  readonly address: string;
  /** In the server's addresses. */
  readonly name: string;
  /** Name, description, author, licence and what else it says. */
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly predictArguments: readonly Argument[];
  readonly trainArguments: readonly Argument[];
  /** Fields of a JSON answer; absent: any JSON, which comes in a wrapper. */
  readonly response?: readonly Argument[];
}
