import { describe, expect, it } from 'vitest';
import {
  atEqualQuality,
  besideNearest,
  cutSettings,
  dialStudy,
  differenceOf,
  methodStudy,
  methodsByPlace,
  methodTable,
  rationaleTokens,
  study,
  surpriseOf,
  teacherStudies,
} from '../../src/analysis';
import { openExperiment, readExperiment, readResults } from '../../src/experiments';

const published = (name: string) => readResults(openExperiment(readExperiment(name, 'full')));

describe('the published results of 04', () => {
  const results = published('methods');
  const methods = methodStudy(results);

  it('give each method its runs: three seeds at two learning rates or more', () => {
    for (const name of methods.names) expect(methods.runsOf(name).length, name).toBeGreaterThanOrEqual(6);
    expect(methods.names).toHaveLength(23);
  });

  it('belong to one method each', () => {
    const owners = methods.names.flatMap(name => methods.runsOf(name).map(({ id }) => id));
    expect(new Set(owners).size).toBe(owners.length);
  });

  it('stand in panels by the place where a method acts, vanilla fine-tuning in each', () => {
    const places = methodsByPlace(results);
    expect(Object.keys(places)).toHaveLength(5);
    for (const place of Object.values(places)) expect(place.reference).toBe('vanilla fine-tuning');
    const others = Object.values(places).flatMap(place => place.others);
    expect(others.sort()).toEqual(methods.others.sort());
  });

  it('say that RaDis learns about twice as many tokens as vanilla fine-tuning', () => {
    const tokens = (name: string) =>
      Number(methodTable(methods).rows.find(({ method }) => method === name)?.['tokens (1,000)']);
    const ratio = tokens('RaDis, λ = 1') / tokens('vanilla fine-tuning');
    expect(ratio).toBeGreaterThan(1.5);
    expect(ratio).toBeLessThan(2.5);
    expect(tokens('vanilla, as many tokens')).toBe(tokens('RaDis, λ = 1'));
  });

  it('have a dial of several positions for each method that has one', () => {
    expect(dialStudy(results).others).toHaveLength(13);
  });
});

describe('the published results of 05', () => {
  const { 'λ = 1': heavy, 'λ = 0.25': light } = teacherStudies(published('teachers'));

  it('know of two weights, and four sets of rationales', () => {
    expect(heavy?.others).toEqual(['own rationales', 'own, shuffled', "a larger model's", 'in other words']);
    expect(light?.others).not.toContain('own, shuffled');
  });

  it('find words that the model never read the most surprising by far', () => {
    const surprise = (name: string) => surpriseOf(heavy as NonNullable<typeof heavy>, name).mean;
    expect(surprise('in other words')).toBeGreaterThan(5 * surprise('own rationales'));
    expect(surprise('vanilla fine-tuning')).toBeNaN();
  });

  it('are compared with any setting, and never with itself', () => {
    const { differences } = atEqualQuality(heavy as NonNullable<typeof heavy>, { against: 'own rationales' });
    expect(differences.some(({ name }) => name === 'own rationales')).toBe(false);
    expect(differenceOf({ differences }, { name: 'in other words', at: 45 }).certainty).toBe('shown');
  });
});

describe('the published results of 06', () => {
  const kinds = study(published('kinds'), cutSettings);

  it('hold each cut against the control that is nearest in length', () => {
    const { differences } = besideNearest(kinds);
    const controls = ['whole rationales', 'any 65 %', 'any 35 %', 'any 24 %'];
    for (const { name, against } of differences) {
      const apart = (control: string) => Math.abs(rationaleTokens(kinds, control) - rationaleTokens(kinds, name));
      expect(controls).toContain(against);
      expect(apart(against)).toBe(Math.min(...controls.map(apart)));
    }
  });

  it('judge all abilities of all cuts together', () => {
    const { differences, rows } = besideNearest(kinds);
    expect(rows).toHaveLength(8);
    expect(differences).toHaveLength(8 * 6);
  });
});
