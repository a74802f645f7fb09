import { describe, expect, it } from 'vitest';
import { listMetrics } from '../../../marketplace/src/catalogue/metric.ts';
import { knobFacts } from '../../../marketplace/src/recipes/knob-facts.ts';
import { recipeNames } from '../../../marketplace/src/recipes/recipe-example.ts';
import { recipeFacts } from '../../../marketplace/src/recipes/recipe-facts.ts';

describe('what a recipe’s page says', () => {
  it.each(recipeNames)('of %s has a meaning for every knob', async (name) => {
    const { knobs, defaults, question } = await recipeFacts(name);
    const facts = Object.entries(knobs).map(([knob, of]) => knobFacts(knob, of, defaults[knob]));
    expect(facts.filter(({ meaning }) => meaning === '').map((knob) => knob.name)).toEqual([]);
    expect(facts.length).toBeGreaterThan(3);
    expect(question).toMatch(/\?$/);
  });

  it.each(recipeNames)('of %s has a meaning for every figure', async (name) => {
    const { baseline } = await recipeFacts(name);
    const unknown = listMetrics(baseline.metrics).filter(({ facts }) => facts.meaning === '');
    // steps ahead are told by their titles
    expect(unknown.map((metric) => metric.name).filter((key) => !/Step\d+$/.test(key))).toEqual([]);
  });

  it('comes from the recipe itself', async () => {
    const { baseline, scoreName, outputs } = await recipeFacts('tabular-classification');
    expect(baseline.name).toBe('majority class');
    expect(Object.keys(baseline.metrics)).toContain(scoreName);
    expect(outputs.map(({ name }) => name)).toEqual(['label', 'probability', 'probabilities']);
  });
});

describe('a knob', () => {
  it.each([
    [{ type: 'categorical', values: [true, 'linear', 0.5] }, 'yes, linear, 0.5'],
    [{ type: 'float', min: 0.00001, max: 2, scale: 'log' }, '0.00001 to 2'],
    [{ type: 'integer', min: 1, max: 12_000 }, '1 to 12\u202f000'],
    [{ type: 'fixed', value: 7 }, 'always 7'],
  ] as const)('%o is tried as %s', (knob, range) => {
    const { values, ...rest } = { values: [], ...knob };
    const whole = knob.type === 'categorical' ? { ...rest, values: [...values] } : knob;
    expect(knobFacts('units', whole as Parameters<typeof knobFacts>[1], 1).range).toBe(range);
  });

  it('says where it is used, and what comes first', () => {
    const when = { knob: 'family', in: ['linear', 'mlp'] };
    expect(knobFacts('units', { type: 'integer', min: 1, max: 2, when }, undefined)).toMatchObject({
      when: 'family is linear or mlp',
      first: '–',
    });
  });
});
