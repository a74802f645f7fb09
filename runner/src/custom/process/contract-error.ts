/** Code that runs but does not do what was agreed. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
  /** Name in the definition. */
  readonly duty: string;

  constructor(duty: string, expected: string, found: string) {
    super(`${duty}: expected ${expected}, found ${found}`);
    this.duty = duty;
  }
}
