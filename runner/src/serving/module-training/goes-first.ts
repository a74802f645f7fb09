import type { ServedModel } from '../served-model.ts';
import type { RightOfWay } from './right-of-way.ts';

/** The same model, whose predictions hold up trainings from when they are asked for until answered. */
export function goesFirst(
  model: ServedModel,
  way: Pick<RightOfWay, 'enter' | 'leave'>,
): ServedModel {
  const { predict, predictInputs } = model;
  const first = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    way.enter();
    try {
      return await ask();
    } finally {
      way.leave();
    }
  };
  return {
    ...model,
    ...(predict && { predict: async (...asked) => first(async () => predict(...asked)) }),
    ...(predictInputs && {
      predictInputs: async (...asked) => first(async () => predictInputs(...asked)),
    }),
  };
}
