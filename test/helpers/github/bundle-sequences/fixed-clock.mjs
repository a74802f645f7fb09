// The clock of a step's process stands where the sequence is; the bundle is what it is.
const now = Number(process.env.ORANGERY_TEST_NOW);

globalThis.Date = class extends Date {
  constructor(...given) {
    if (given.length === 0) super(now);
    else super(...given);
  }

  static now() {
    return now;
  }
};
