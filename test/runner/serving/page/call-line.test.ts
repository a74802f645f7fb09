import { describe, expect, it } from 'vitest';
import { callLine } from '../../../../runner/src/serving/page/call-line.ts';
import { styleArguments } from '../../../helpers/containers/styles-model.ts';
import { modelOf } from './model-of.ts';

const here = { address: 'http://here', needsKeys: false };

describe('the line that asks', () => {
  it('gives a module of ours its file as data', () => {
    expect(callLine(modelOf(), { ...here, file: 'sample/a.png' })).toBe(
      'curl -F data=@sample/a.png http://here/v2/models/pictures/predict/',
    );
  });

  it('gives a container what it cannot do without, by its own names', () => {
    const container = modelOf({
      ...{ backend: 'container', predictArguments: styleArguments },
      inputs: [
        { name: 'content', type: 'image' },
        { name: 'title', type: 'text', example: "it's" },
      ],
    });
    expect(callLine(container, here)).toBe(
      "curl -F content=@picture.png -F 'title=it'\\''s' http://here/v2/models/pictures/predict/",
    );
  });

  it('gives a text that is in a file as a text', () => {
    const container = modelOf({
      ...{ backend: 'container', inputs: [{ name: 'text', type: 'text' }] },
      predictArguments: [{ name: 'text', type: 'string', isRequired: true }],
    });
    expect(callLine(container, { ...here, needsKeys: true, file: 'a.txt' })).toBe(
      `curl -H "Authorization: Bearer $ORANGERY_KEY" -F 'text=<a.txt' http://here/v2/models/pictures/predict/`,
    );
  });
});
