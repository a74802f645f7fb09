import type { ModuleFrontMatter } from '@orangery/schemas';

/** A task that the template of a container has code for; each has a folder of its own in the template. */
export interface ContainerTask {
  /** For whoever chooses: a few words. */
  readonly words: string;
  /** Of `module.md`, beside those that every module begins with. */
  readonly fields: Partial<ModuleFrontMatter>;
  /** A file to predict, in the template. */
  readonly sample: string;
  /** A file to train on, in the template; none where it is not trained. */
  readonly data?: string;
  /** How it was made, for the card. */
  readonly made: string;
}

/** What the template's `server.py` calls the data that `train` gets, and where its weights are. */
export function trainedOn(
  datasetArgument: string,
  format: string,
): Pick<ModuleFrontMatter, 'container' | 'fineTunable'> {
  const outputPath = '/srv/model';
  const metricsPath = `${outputPath}/metrics.json`;
  return {
    container: { train: { datasetArgument, format, outputPath, metricsPath } },
    fineTunable: true,
  };
}
