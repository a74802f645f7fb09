/** What a request for a training on a team's machines says. */
export interface AskedRequest {
  readonly module: string;
  /** Link that the machines reach the data by; data that was only chosen here has none. */
  readonly dataset?: string;
  readonly target?: string;
  readonly trials: number;
  readonly minutes: number;
}

/**
 * The repository's issue form, filled in: its fields are set by query parameters named after their ids
 * (https://docs.github.com/issues/tracking-your-work-with-issues/using-issues/creating-an-issue).
 * @param repository `owner/name`
 */
export function requestLink(repository: string, asked: AskedRequest): string {
  const { module, dataset, target, trials, minutes } = asked;
  const fields = {
    template: 'retrain.yml',
    title: `Retrain ${module}`,
    module,
    dataset,
    target,
    trials: String(trials),
    hours: String(Number((minutes / 60).toFixed(2))),
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && value !== '') query.set(name, value);
  }
  // GitHub's forms take + for a plus
  const encoded = query.toString().replaceAll('+', '%20');
  return `https://github.com/${repository}/issues/new?${encoded}`;
}
