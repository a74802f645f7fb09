import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, it } from 'vitest';
import { describeApi } from '../../../../../runner/src/serving/deepaas/swagger/swagger.ts';
import { deepaasTest } from '../../../../fixtures/serving/deepaas-test.ts';
import { slotOf, variousModels } from '../../page/model-of.ts';

const slots = [...variousModels, deepaasTest].map(slotOf);

it('is valid Swagger 2.0 where nothing is trained', async () => {
  const validator = new Validator();
  const document = describeApi(slots, { hasPredict: true, hasTrain: false });
  expect(await validator.validate({ ...document })).toEqual({ valid: true });
  expect(validator.version).toBe('2.0');
});

it('is invalid nowhere but where DEEPaaS is too: two operations of trainings tell no answers', async () => {
  const document = describeApi(slots, { hasPredict: true, hasTrain: true });
  const { valid, errors } = await new Validator().validate({ ...document });
  expect(valid).toBe(false);
  const places = [errors].flat().map((error) => Reflect.get(Object(error), 'instancePath'));
  const answers = /^\/paths\/~1v2~1models~1[\w-]+~1train~1(\{uuid\})?\/(post|delete)\/responses$/;
  expect(places.filter((place) => !answers.test(place))).toEqual([]);
});
