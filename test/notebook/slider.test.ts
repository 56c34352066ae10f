import { expect, test } from 'vitest';
import { sliderFigure } from '../../src/notebook';

const trace = (name: string) => ({ name });
const steps = ['0', '1'].map(label => ({
  label,
  data: [trace(`a${label}`), trace(`b${label}`)],
  layout: { title: { text: `at ${label}` } },
}));
const figure = sliderFigure({ data: [trace('fixed')], layout: { height: 300, title: { text: 'none' } } }, steps, {
  prefix: 'λ = ',
  start: 1,
});
/** The figure after its slider was moved. */
const at = (position: number) => {
  const { sliders, title } = figure.layout as {
    sliders: [{ steps: { args: [{ visible: boolean[] }, object] }[] }];
    title: object;
  };
  const [{ visible }, layout] = sliders[0].steps[position]!.args;
  const names = (figure.data as { name: string }[]).map(({ name }) => name).filter((_, i) => visible[i]);
  return { names, layout: { title, ...layout } };
};

test('a figure with a slider begins at its start', () => {
  expect(
    (figure.data as { name: string; visible?: boolean }[]).filter(({ visible }) => visible !== false),
  ).toMatchObject([{ name: 'fixed' }, { name: 'a1' }, { name: 'b1' }]);
  expect(figure.layout).toMatchObject({ height: 300, title: { text: 'at 1' } });
  expect((figure.layout as { sliders: object[] }).sliders).toMatchObject([
    { active: 1, currentvalue: { prefix: 'λ = ' } },
  ]);
});

test('that starts at no position is refused', () => {
  expect(() => sliderFigure({ data: [], layout: {} }, steps, { start: -1 })).toThrow('the slider starts at -1');
});

test('and shows at each position what is fixed, and what belongs there', () => {
  expect(at(0)).toEqual({ names: ['fixed', 'a0', 'b0'], layout: { title: { text: 'at 0' } } });
  expect(at(1)).toEqual({ names: ['fixed', 'a1', 'b1'], layout: { title: { text: 'at 1' } } });
});
