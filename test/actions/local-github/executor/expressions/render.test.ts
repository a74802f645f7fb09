import { describe, expect, it } from 'vitest';
import {
  render,
  renderString,
} from '../../../../../actions/local-github/executor/expressions/render.ts';
import { caught } from '../../../../helpers/caught.ts';

const contexts = {
  github: { sha: 'abc', event: { issue: { title: 'It }} is' } } },
  matrix: { n: 1.5, on: true },
  needs: { plan: { outputs: { list: '[1,2]' } } },
};

describe('render', () => {
  it.each([
    ['text', 'plain', 'plain'],
    ['a value of its own type', '${{ matrix.n }}', 1.5],
    ['a value in a text', 'n=${{ matrix.n }}!', 'n=1.5!'],
    ['a flag in a text', 'it is ${{ matrix.on }}', 'it is true'],
    ['nothing in a text', '[${{ github.nothing.at.all }}]', '[]'],
    ['braces in a quoted text', "${{ format('{0}}}', 'a') }}", 'a}'],
    ['a list from a text', '${{ fromJSON(needs.plan.outputs.list) }}', [1, 2]],
    ['two expressions', '${{ github.sha }}${{ github.sha }}', 'abcabc'],
    ['a name in any case', '${{ GITHUB.SHA }}', 'abc'],
    ['what an unclosed one leaves', 'a ${{ b', 'a ${{ b'],
    ['lines', 'a\n  ${{ github.sha }}\n', 'a\n  abc\n'],
  ])('renders %s', (_, text, expected) => {
    expect(render(text, { contexts })).toEqual(expected);
  });

  it('never evaluates what a value holds', () => {
    const title = '${{ secrets.KEY }}';
    const hostile = { contexts: { github: { title }, secrets: { KEY: 'secret' } } };

    expect(renderString('${{ github.title }}', hostile)).toBe(title);
  });

  it('says which expression failed', async () => {
    expect(await caught(() => render("${{ fromJSON('{') }}", { contexts }))).toContain(
      "FILE_INVALID the expression ${{ fromJSON('{') }} cannot be evaluated",
    );
  });
});
