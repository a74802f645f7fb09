import type { EpochReport, TrainJob } from '../definition.ts';
import { typeName, type PlainValue } from '../wire/values.ts';
import { ContractError } from './contract-error.ts';

/** Asks the process that this one works for. */
export type AskParent = (method: string, value: unknown) => Promise<PlainValue>;

/** A job as it was sent, with a way to say how far it is. */
export function trainJob<Data>(sent: unknown, ask: AskParent): TrainJob<Data> {
  return {
    ...(sent as Omit<TrainJob<Data>, 'report'>),
    report: async (progress) => {
      checkReport(progress);
      const { epoch, epochs, loss = 0, score = 0 } = progress;
      return (await ask('epoch', { epoch, epochs, loss, score })) === true;
    },
  };
}

function checkReport(progress: EpochReport): void {
  const { epoch, epochs, loss = 0 } = progress ?? {};
  const isRight =
    Number.isInteger(epoch) && epoch >= 1 && Number.isInteger(epochs) && typeof loss === 'number';
  if (isRight) return;
  const found = typeof progress === 'object' ? JSON.stringify(progress) : typeName(progress);
  throw new ContractError('train', 'report({ epoch, epochs, loss })', found);
}
