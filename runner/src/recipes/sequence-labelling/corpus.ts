/** Tokens of a sentence and the label of each. */
export interface LabelledSentence {
  readonly tokens: readonly string[];
  readonly labels: readonly string[];
}

/** A sentence that cannot be used: where, and why. */
export interface BrokenSentence {
  readonly place: string;
  readonly problem: string;
}

/** What a file of a corpus holds. */
export interface Corpus {
  /** How it was written, for the dataset record. */
  readonly format: string;
  /** The column that holds the labels. */
  readonly target: string;
  readonly sentences: readonly LabelledSentence[];
  readonly broken: readonly BrokenSentence[];
}

/** Collects tokens into sentences; a sentence with a problem is set aside whole. */
export class SentenceCollector {
  readonly sentences: LabelledSentence[] = [];
  readonly broken: BrokenSentence[] = [];
  #tokens: string[] = [];
  #labels: string[] = [];
  #problem: BrokenSentence | undefined;

  add(token: string, label: string): void {
    this.#tokens.push(token);
    this.#labels.push(label);
  }

  /** Of the sentence being collected the first one counts. */
  breakAt(place: string, problem: string): void {
    this.#problem ??= { place, problem };
  }

  end(): void {
    if (this.#problem !== undefined) this.broken.push(this.#problem);
    else if (this.#tokens.length > 0) {
      this.sentences.push({ tokens: this.#tokens, labels: this.#labels });
    }
    this.#tokens = [];
    this.#labels = [];
    this.#problem = undefined;
  }
}
