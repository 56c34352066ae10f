import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Grid, openExperiment, parseExperiment, readExperiment } from '../../src/experiments';
import { projectPath } from '../../src/paths';

const shared = {
  domain: 'clinic',
  pairs: 2,
  epochs: 2,
  batchSize: 2,
  lambda: 1,
  normalisation: 'token',
  seed: 1,
  learningRate: 0.001,
};
const measure = { translations: 2, itemsPerAbility: 2, seed: 1 };
const dissect = { looks: 2, count: 2, measure };
const about = 'Does it work?';
const grid = (changes: object = {}) => ({
  name: 'grid',
  about,
  shared,
  vary: { method: ['vanilla'] },
  measure,
  ...changes,
});
const parse = (changes?: object): Grid => openExperiment(parseExperiment(JSON.stringify(grid(changes)), 'grid.json'));
const titles = (changes: object) => parse(changes).items.map(({ title }) => title);

describe('an experiment', () => {
  it('is the base, and a run for each combination of values, those to compare side by side, seed by seed', () => {
    const vary = { method: ['vanilla', 'radis'], seed: [1, 2], learningRate: [4, 1] };
    expect(titles({ vary })).toEqual([
      'the base',
      'vanilla, seed 1, learningRate 4',
      'radis, seed 1, learningRate 4',
      'vanilla, seed 1, learningRate 1',
      'radis, seed 1, learningRate 1',
      'vanilla, seed 2, learningRate 4',
      'radis, seed 2, learningRate 4',
      'vanilla, seed 2, learningRate 1',
      'radis, seed 2, learningRate 1',
    ]);
  });

  it('may consist of several blocks, each with what only its runs have, in the place of what is shared', () => {
    const { items, base } = parse({
      vary: [
        { method: ['vanilla'], epochs: [4] },
        { method: ['kl'], settings: [{ beta: 0.1 }, { beta: 1 }] },
      ],
    });
    expect(base).toBe('tinychat');
    expect(items.slice(1).map(({ run }) => run)).toEqual([
      { ...shared, method: 'vanilla', epochs: 4 },
      { ...shared, method: 'kl', settings: { beta: 0.1 } },
      { ...shared, method: 'kl', settings: { beta: 1 } },
    ]);
    expect(items.map(({ title }) => title)).toContain('kl, beta 0.1, seed 1, learningRate 0.001, epochs 2');
  });

  it('tells its runs apart by their titles, also where a method and a filter have a setting of the same name', () => {
    const vary = [
      { method: ['radis'], settings: [{ share: 0.5 }] },
      { method: ['radis'], filter: [{ share: 0.5 }] },
      { method: ['radis'], lora: [{}, { rank: 2 }] },
    ];
    expect(titles({ vary }).slice(1)).toEqual([
      'radis, share 0.5, seed 1, learningRate 0.001',
      'radis, seed 1, learningRate 0.001, filter share 0.5',
      'radis, seed 1, learningRate 0.001, lora',
      'radis, seed 1, learningRate 0.001, lora rank 2',
    ]);
  });

  it('leaves the training that several runs begin with to one of them', () => {
    const vary = [
      { method: ['vanilla', 'wise-ft'] },
      { method: ['vanilla'], mask: [0.1, 0.2].map(share => ({ share, choose: 'moved' })) },
      { method: ['vanilla'], mask: [{ share: 0.1 }] },
    ];
    const [, ...trainings] = parse({ vary }).items.map(({ training }) => training);
    expect(new Set(trainings.slice(0, 4)).size).toBe(1);
    expect(trainings[4]).not.toBe(trainings[0]);
  });

  it('measures each run in its own domain, and the base in each of them, unless one is named', () => {
    const vary = { method: ['vanilla'], domain: ['clinic', 'court'] };
    const domains = (changes: object) => parse(changes).items.map(item => item.measure.domain);
    expect(domains({ vary })).toEqual(['clinic', 'court', 'clinic', 'court']);
    expect(domains({ vary, measure: { ...measure, domain: 'harbour' } })).toEqual(['harbour', 'harbour', 'harbour']);
  });

  it('may look at each run while it trains, in its own domain', () => {
    const vary = { method: ['vanilla'], domain: ['clinic', 'court'] };
    const looks = (changes: object) => parse(changes).items.map(item => item.dissect?.measure.domain);
    expect(looks({ vary })).toEqual([undefined, undefined, undefined, undefined]);
    expect(looks({ vary, dissect })).toEqual([undefined, undefined, 'clinic', 'court']);
  });

  it('names what it computes the same, however it is written, and otherwise when anything of it differs', () => {
    const ids = (changes: object = {}) => parse(changes).items.map(({ id }) => id);
    const method = ['radis'];
    const plain = ids({ vary: { method } });
    const { seed, ...rest } = shared;
    expect(ids({ name: 'other', shared: rest, vary: { seed: [seed], method, settings: [{ samples: 1 }] } })).toEqual(
      plain,
    );
    for (const other of [
      { vary: { method, settings: [{ samples: 2 }] } },
      { vary: { method, seed: [2] } },
      { vary: { method }, measure: { ...measure, seed: 2 } },
      { vary: { method }, dissect },
    ])
      expect(ids(other)[1]).not.toBe(plain[1]);
  });
});

describe('an experiment is refused, naming file and key', () => {
  const method = ['vanilla'];
  it.each<[object, string]>([
    [{ colour: 1 }, 'unknown key colour: there may be name, about, base, shared, vary, measure, dissect, quick'],
    [{ dissect: { looks: 2, measure } }, 'dissect.count is missing: give it'],
    [{ dissect: { ...dissect, looks: 0 } }, 'dissect.looks is 0: give a whole number from 1 to 20000'],
    [{ dissect: { ...dissect, count: 1 } }, 'dissect.count is 1: give a whole number from 2 to 20000'],
    [{ dissect: { ...dissect, measure: {} } }, 'dissect.measure.translations is missing: give it'],
    [{ dissect, vary: { method: ['wise-ft'] } }, 'wise-ft trains nothing by itself: look at vanilla'],
    [
      { dissect, vary: { method: ['on-policy'] } },
      'on-policy trains on other texts at each step: there is no gradient',
    ],
    [{ name: '../x' }, 'name is "../x": give small letters, digits and hyphens'],
    [{ about: '' }, 'about is "": say what the experiment asks'],
    [{ base: 'gpt' }, 'base is "gpt": choose one of '],
    [{ shared: 3 }, 'shared is 3: give an object in braces'],
    [{ shared: { ...shared, rate: 1 } }, 'shared has the unknown key rate: it may have method, settings, '],
    [{ shared: { ...shared, epochs: 1.5 } }, 'shared.epochs is 1.5: give a whole number from 1 to'],
    [{ shared: { ...shared, pairs: '600' } }, 'shared.pairs is "600": give a whole number from 1 to'],
    [{ shared: { ...shared, lambda: -1 } }, 'shared.lambda is -1: give a number of 0 or more'],
    [{ shared: { ...shared, domain: 'everyday' } }, 'shared.domain is "everyday": choose one of clinic, '],
    [{ shared: { ...shared, normalisation: 'sum' } }, 'shared.normalisation is "sum": choose one of token, segment'],
    [{ shared: { ...shared, lora: { rank: 0 } } }, 'shared.lora.rank is 0: give a whole number'],
    [{ shared: { ...shared, lora: { ranks: 2 } } }, 'shared.lora has the unknown key ranks: it may have rank, '],
    [{ shared: { ...shared, lora: { targets: ['x_proj'] } } }, 'no linear layer is called x_proj'],
    [{ shared: { ...shared, freeze: '(' } }, 'shared.freeze is "(": give a regular expression'],
    [{ shared: { ...shared, freeze: 'nothing' } }, '/nothing/ freezes nothing'],
    [{ shared: { ...shared, mask: {} } }, 'shared.mask.share is missing'],
    [{ shared: { ...shared, mask: { share: 2 } } }, 'shared.mask.share is 2: give a number above 0, at most 1'],
    [{ shared: { ...shared, mask: { share: 0.1 }, lora: {} } }, 'lora and mask each say what trains'],
    [{ shared: { ...shared, filter: { without: [] } } }, 'shared.filter.without is []: give a list of glossary, '],
    [{ shared: { ...shared, filter: { without: ['tone'] } } }, 'shared.filter.without[0] is "tone": choose one of '],
    [{ shared: { ...shared, filter: {} } }, 'shared.filter is {}: say what of the rationales to leave out'],
    [{ shared: { ...shared, filter: { only: 1 } } }, 'shared.filter has the unknown key only: it may have without, '],
    [{ vary: { method: ['sdft'], settings: [{ threshold: -1 }] } }, 'threshold of SDFT is -1: give a chrF'],
    [{ vary: { method, filter: [{ onlyTrue: true }] } }, 'the method vanilla has no rationales: leave out filter'],
    [{ vary: { method, lora: [{ rank: 20_000 }] } }, 'lora.rank is 20000: give at most '],
    [{ vary: { method: ['ewc'], settings: [{ requests: 1e9 }] } }, 'requests of EWC is 1000000000: give a whole'],
    [{ vary: { method: ['replay'], settings: [{ share: 0.9999 }] } }, 'the share of replay is 0.9999: give a number'],
    [{ shared: { ...shared, epochs: undefined } }, 'epochs is missing: give it in shared, or values for it in vary'],
    [{ shared: { ...shared, pairs: 1e7 } }, 'shared.pairs is 10000000: give a whole number from 1 to 20000'],
    [{ vary: undefined }, 'vary is missing: give an object in braces'],
    [{ vary: [] }, 'vary is []: give lists of values by key'],
    [{ vary: { method: 'radis' } }, 'vary.method is "radis": give a list of values in brackets'],
    [{ vary: { method: [] } }, 'vary.method is []: give a list of values'],
    [{ vary: { method: ['magic'] } }, 'vary.method[0] is "magic": choose one of vanilla, radis, '],
    [{ vary: [{ method }, { method: ['radis'], seeds: [1] }] }, 'vary[1] has the unknown key seeds'],
    [{ vary: { method, learningRate: [1, 0] } }, 'vary.learningRate[1] is 0: give a number above 0'],
    [{ vary: { method, seed: [1, 2, 1] } }, 'vary.seed holds 1 twice: leave one out'],
    [{ vary: { method, settings: [{ beta: 1 }] } }, 'vanilla fine-tuning has no setting beta'],
    [{ vary: { method: ['kl'], settings: [{ beta: '1' }] } }, 'vary.settings[0].beta is "1": give a number'],
    [{ vary: { method: ['kl'], settings: [{ beta: -1 }] } }, 'beta is -1: give a number of 0 or more'],
    [{ vary: { method: ['ewc'], settings: [{ weight: -1 }] } }, 'weight of EWC is -1: give a number of 0 or more'],
    [{ vary: { method: ['l2-sp'], settings: [{ weight: -1 }] } }, 'weight of L2-SP is -1: give a number of 0 or more'],
    [{ vary: { method: ['wise-ft'], settings: [{ alpha: 2 }] } }, 'alpha of WiSE-FT is 2: give a number from 0 to 1'],
    [{ vary: { method: ['replay'], settings: [{ share: 1 }] } }, 'the share of replay is 1: give a number'],
    [{ vary: { method: ['radis'], settings: [{ samples: 3 }] } }, '2 epochs cannot be made of 3 samples'],
    [{ vary: { method: ['radis'], settings: [{ samples: 0.5 }] } }, 'samples is 0.5: give a whole number'],
    [{ vary: { method: ['l2-sp'], lora: [{ rank: 2 }] } }, 'the method l2-sp ties parameters to those of the base'],
    [{ vary: { method: ['ewc'], lora: [{ rank: 2 }] } }, 'the method ewc ties parameters to those of the base'],
    [{ vary: { method: ['another-teacher'] } }, 'the method another-teacher needs a teacher: name one'],
    [{ vary: { method, teacher: ['tinychat'] } }, 'the method vanilla has no teacher: leave out tinychat'],
    [{ vary: { method, teacher: ['gpt'] } }, 'vary.teacher[0] is "gpt": choose one of '],
    [
      { vary: [{ method }, { method }] },
      'vary[1] has a run that vary[0] has already: vanilla, seed 1, learningRate 0.001',
    ],
    // Of which its method takes no notice, and rationales that weigh nothing.
    [{ vary: { method, lambda: [0.5, 1] } }, 'vary has a run that vary has already: vanilla'],
    [{ vary: { method, normalisation: ['token', 'segment'] } }, 'vary has a run that vary has already: vanilla'],
    [{ vary: { method: ['vanilla', 'radis'], lambda: [0] } }, 'vary has a run that vary has already: radis'],
    [{ measure: undefined }, 'measure is missing: give an object in braces'],
    [{ measure: { ...measure, texts: 1 } }, 'measure has the unknown key texts'],
    [{ measure: { ...measure, translations: 0 } }, 'measure.translations is 0: give a whole number from 1 to'],
    [{ measure: { translations: 2, itemsPerAbility: 2 } }, 'measure.seed is missing'],
    [
      { measure: { ...measure, difficulty: [] } },
      'measure: difficulty is []: give a level, or a list of different ones',
    ],
    [{ measure: { ...measure, difficulty: [1, 1] } }, 'measure: difficulty is [1,1]: give a level'],
    [{ measure: { ...measure, difficulty: [1, 2, 3] } }, 'measure: difficulty has 3 levels: ask as many questions'],
    [{ quick: 1 }, 'quick is 1: give an object in braces'],
    [{ quick: { name: 'x' } }, 'quick has the unknown key name: it may have shared, vary, measure'],
    [{ quick: { dissect: { looks: 1 } } }, 'quick: dissect.count is missing: give it'],
    [{ quick: { shared: { epochs: 0 } } }, 'quick: shared.epochs is 0: give a whole number'],
  ])('%j', (changes, message) => {
    let said = '';
    try {
      parse(changes);
    } catch (error) {
      said = (error as Error).message;
    }
    expect(said).toContain(message);
    expect(said).toMatch(/^grid\.json: /);
  });

  it('also when the file is no JSON, or is not there', () => {
    expect(() => parseExperiment('{"name": ', 'grid.json')).toThrow('grid.json: this is not JSON: ');
    expect(() => readExperiment('nowhere.json')).toThrow('cannot read nowhere.json');
    expect(() => readExperiment('nothing')).toThrow('no experiment nothing: give one of anatomy, ');
  });
});

describe('a sketch of an experiment', () => {
  it('has what it says in quick in the place of the rest', () => {
    const quick = { shared: { epochs: 1 }, vary: { method: ['radis'] }, measure: { translations: 1 } };
    const { items } = openExperiment(parseExperiment(JSON.stringify(grid({ quick })), 'grid.json', 'quick'));
    expect(items.map(({ title }) => title)).toEqual(['the base', 'radis, seed 1, learningRate 0.001']);
    expect(items[1]).toMatchObject({ run: { ...shared, epochs: 1 }, measure: { ...measure, translations: 1 } });
    expect(parse({ quick }).items).toEqual(parse().items);
    const looked = parseExperiment(JSON.stringify(grid({ dissect, quick: { dissect: { looks: 1 } } })), 'x', 'quick');
    expect(looked.dissect).toEqual({ ...dissect, looks: 1 });
  });

  it('is refused where there is none, and so is an unknown profile', () => {
    expect(() => parseExperiment(JSON.stringify(grid()), 'grid.json', 'quick')).toThrow(
      'grid.json: there is no sketch of it: say in quick what a sketch has',
    );
    expect(() => readExperiment('frontier', 'slow')).toThrow('unknown profile slow: choose full or quick');
  });
});

describe('the experiments of the project', () => {
  const names = readdirSync(projectPath('data', 'experiments')).map(file => basename(file, '.json'));

  it.each(names)('%s is called as its file, and has a sketch of a few runs', name => {
    expect(readExperiment(name).name).toBe(name);
    expect(openExperiment(readExperiment(name, 'quick')).items.length).toBeLessThan(8);
  });
});
