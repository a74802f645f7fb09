import { describe, expect, it } from 'vitest';
import { goesFirst } from '../../../../runner/src/serving/module-training/goes-first.ts';
import type { ServedModel } from '../../../../runner/src/serving/served-model.ts';

const sources = { query: {}, form: {}, json: undefined, headers: {} };
const call = { id: 'a', signal: new AbortController().signal, isGone: false };

function model(predict: NonNullable<ServedModel['predict']>): ServedModel {
  return {
    ...{ name: 'a', version: '1.0.0', title: 'A', summary: 'A.', backend: 'cpu', inputs: [] },
    ...{ outputs: [], predictArguments: [], trainArguments: [], predict },
  };
}

function recorded() {
  const told: string[] = [];
  return { told, way: { enter: () => told.push('enter'), leave: () => told.push('leave') } };
}

describe('goesFirst', () => {
  it('says when a prediction comes and when it is answered', async () => {
    const { told, way } = recorded();
    const predict = async () => {
      told.push('predict');
      return { value: 1 };
    };
    expect(await goesFirst(model(predict), way).predict!(sources, call)).toEqual({ value: 1 });
    expect(told).toEqual(['enter', 'predict', 'leave']);
  });

  it('says so of a prediction that fails', async () => {
    const { told, way } = recorded();
    const predict = async () => Promise.reject(new Error('no'));
    await expect(goesFirst(model(predict), way).predict!(sources, call)).rejects.toThrow('no');
    expect(told).toEqual(['enter', 'leave']);
  });

  it('gives a model nothing that it cannot do', () => {
    const { way } = recorded();
    const found = goesFirst(
      model(async () => ({ value: 1 })),
      way,
    );
    expect(found.predictInputs).toBeUndefined();
    expect(found.train).toBeUndefined();
  });
});
