import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile, type Signature, type TensorFunction, type Values } from '../../src/compile';
import { initialiseParameters, type Parameters, writeSafetensors } from '../../src/model';
import { projectPath } from '../../src/paths';
import { createRandom } from '../../src/random';
import {
  type CheckpointOptions,
  checkpointParameters,
  finish,
  sparseMask,
  type TrainingExample,
  type TrainLog,
  type TrainOptions,
  train,
} from '../../src/train';
import { temporaryFolder, tinyConfig, useCpuBackend } from '../helpers';

beforeAll(useCpuBackend);

const temporary = temporaryFolder();
const examples = Array.from({ length: 12 }, (_, i) => ({
  ids: Array.from({ length: 8 + (i % 5) }, (_, t) => (i + t) % tinyConfig.vocabSize),
  segments: Array.from({ length: 8 + (i % 5) }, (_, t) => (t < 2 ? 0 : 1)),
}));
const parameters = initialiseParameters(tinyConfig, 1);
const settings: TrainOptions = { learningRate: 0.02, batchSize: 4, epochs: 4, seed: 5 };

async function run(
  options: Partial<TrainOptions>,
  stopAfter = Number.POSITIVE_INFINITY,
  given: readonly TrainingExample[] = examples,
) {
  const loop = train(tinyConfig, parameters, given, { ...settings, ...options });
  const logs: TrainLog[] = [];
  for (;;) {
    const { value, done } = await loop.next();
    if (done) return { logs, trained: value as Parameters };
    logs.push(value as TrainLog);
    if (logs.length === stopAfter) {
      await loop.return(new Map());
      return { logs, trained: new Map() as Parameters };
    }
  }
}
const steps = (logs: TrainLog[]) => logs.map(log => log.step);

describe('a run with checkpoints', () => {
  it('goes on where it stopped, to the same parameters and log as if it had not', async () => {
    const whole = await run({});
    const checkpoints = { folder: join(temporary, 'resume'), every: 2, keep: 2 };
    await run({ checkpoints }, 5);
    expect(readdirSync(checkpoints.folder).sort()).toEqual(['step-00000002.safetensors', 'step-00000004.safetensors']);
    const rest = await run({ checkpoints });
    expect(steps(rest.logs)).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
    expect(rest.trained).toEqual(whole.trained);
    const numbers = ({ tokensPerSecond: _, peakMemory: __, ...log }: TrainLog) => log;
    expect(rest.logs.map(numbers)).toEqual(whole.logs.slice(4).map(numbers));
    expect(readdirSync(checkpoints.folder).sort()).toEqual(['step-00000010.safetensors', 'step-00000012.safetensors']);
    expect((await run({ checkpoints })).logs).toEqual([]);
  });

  it('goes on with Muon too, and is another run than with AdamW', async () => {
    const whole = await run({ optimizer: 'muon' });
    expect(whole.logs.at(-1)!.loss).toBeLessThan(whole.logs[0]!.loss - 0.1);
    const checkpoints = { folder: join(temporary, 'muon'), every: 3 };
    await run({ optimizer: 'muon', checkpoints }, 4);
    await expect(run({ checkpoints })).rejects.toThrow('muon holds checkpoints of another run');
    expect((await run({ optimizer: 'muon', checkpoints })).trained).toEqual(whole.trained);
  });

  it('goes on with adapters too', async () => {
    const lora = { rank: 2 };
    const whole = await run({ lora });
    const checkpoints = { folder: join(temporary, 'lora'), every: 3 };
    await run({ lora, checkpoints }, 4);
    expect((await run({ lora, checkpoints })).trained).toEqual(whole.trained);
  });

  it('goes on with a mask, and is another run with another mask', async () => {
    const options = { mask: sparseMask(parameters, { share: 0.2 }), weightDecay: 0.5 };
    const whole = await run(options);
    const checkpoints = { folder: join(temporary, 'mask'), every: 3 };
    await run({ ...options, checkpoints }, 4);
    const other = { ...options, mask: sparseMask(parameters, { share: 0.2, seed: 1 }) };
    await expect(run({ ...other, checkpoints })).rejects.toThrow('mask holds checkpoints of another run');
    expect((await run({ ...options, checkpoints })).trained).toEqual(whole.trained);
  });

  it('has its folder to itself: an earlier run of the same process that is still there stops', async () => {
    const checkpoints = { folder: join(temporary, 'two'), every: 1 };
    const [first, second] = [0, 1].map(() => train(tinyConfig, parameters, examples, { ...settings, checkpoints }));
    await first!.next();
    await second!.next();
    await expect(first!.next()).rejects.toThrow('the folder two has been taken over by another run: this one stops');
    expect(((await second!.next()).value as TrainLog).step).toBe(3);
    await second!.return(new Map());
  });

  it('gives up its folder when whoever reads its log fails', async () => {
    const checkpoints = { folder: join(temporary, 'reader'), every: 1 };
    const loop = train(tinyConfig, parameters, examples, { ...settings, checkpoints });
    const fails = () => {
      throw new Error('no paper');
    };
    await expect(finish(loop, fails)).rejects.toThrow('no paper');
    expect(readdirSync(checkpoints.folder)).not.toContain('.radis-lock');
  });

  it('goes on with dropout and with batches in parts too', async () => {
    const options = { lora: { rank: 2, dropout: 0.3 }, batchSize: 2, accumulate: 2 };
    const whole = await run(options);
    const checkpoints = { folder: join(temporary, 'dropout'), every: 3 };
    await run({ ...options, checkpoints }, 4);
    expect((await run({ ...options, checkpoints })).trained).toEqual(whole.trained);
  });

  it('keeps the state with the lowest loss on other examples, also over a stop', async () => {
    // What is learned from the examples is wrong for these: the loss falls, and then rises.
    const evaluate = {
      examples: examples.slice(0, 4).map(({ ids, segments }) => ({ ids: [...ids].reverse(), segments })),
      every: 1,
    };
    const { logs } = await run({ evaluate });
    const losses = logs.map(log => log.evaluation!.loss);
    const best = losses.indexOf(Math.min(...losses)) + 1;
    expect(best).toBeLessThan(losses.length);
    const checkpoints = { folder: join(temporary, 'best'), every: 3, keep: 1 };
    await run({ evaluate, checkpoints }, best + 1);
    await run({ evaluate, checkpoints });
    const everyStep = { folder: join(temporary, 'every'), every: 1, keep: 100 };
    await run({ checkpoints: everyStep });
    const expected = join(everyStep.folder, `step-${String(best).padStart(8, '0')}.safetensors`);
    expect(checkpointParameters(join(checkpoints.folder, 'best.safetensors'))).toEqual(checkpointParameters(expected));
    expect(readdirSync(checkpoints.folder).sort()).toEqual(['best.safetensors', 'step-00000012.safetensors']);
  });

  it('goes on from the one before when the newest is damaged', async () => {
    const checkpoints = { folder: join(temporary, 'damaged'), every: 2 };
    await run({ checkpoints }, 5);
    truncateSync(join(checkpoints.folder, 'step-00000004.safetensors'), 100);
    const rest = await run({ checkpoints });
    expect(rest.logs[0]!.step).toBe(3);
    expect(rest.trained).toEqual((await run({})).trained);
  });

  it('keeps what it does after a damaged one, also when only one is kept', async () => {
    const checkpoints = { folder: join(temporary, 'one'), every: 1, keep: 1 };
    await run({ checkpoints }, 6);
    const [newest] = readdirSync(checkpoints.folder) as [string];
    truncateSync(join(checkpoints.folder, newest), 100);
    const again = await run({ checkpoints }, 3);
    expect(steps(again.logs)).toEqual([1, 2, 3]);
    expect((await run({ checkpoints }, 1)).logs[0]!.step).toBe(4);
  });

  it('is the same run when its settings are written in another order, or the defaults are spelled out', async () => {
    const checkpoints = { folder: join(temporary, 'order'), every: 2 };
    await run({ checkpoints }, 3);
    const schedule = { decay: 'cosine' as const, warmup: 0.1 };
    const spelled = { clipNorm: 1, lambda: 1, seed: '5', epochs: 4, provider: 'cpu' as const, schedule, checkpoints };
    expect((await run(spelled)).logs[0]!.step).toBe(3);
  });

  it('can be looked into, and be the start of another', async () => {
    const checkpoints = { folder: join(temporary, 'look'), every: 2 };
    const { trained } = await run({ checkpoints });
    expect(checkpointParameters(join(checkpoints.folder, 'step-00000012.safetensors'))).toEqual(trained);
  });

  it('does not take the checkpoints of another run for its own', async () => {
    const checkpoints = { folder: join(temporary, 'other'), every: 2 };
    await run({ checkpoints }, 3);
    await expect(run({ checkpoints, learningRate: 0.01 })).rejects.toThrow('other holds checkpoints of another run');
    await expect(run({ checkpoints, lora: {} })).rejects.toThrow('other holds checkpoints of another run');
    // What the model at the start reads decides the numbers, too.
    const taught = examples.map(example => ({ ...example, teacherIds: [3, ...example.ids] }));
    const near = { distillation: { weight: 1 }, checkpoints: { folder: join(temporary, 'taught'), every: 2 } };
    await run(near, 3, taught);
    const otherwise = taught.map(example => ({ ...example, teacherIds: [4, ...example.ids] }));
    for (const given of [otherwise, examples])
      await expect(run(near, 9, given)).rejects.toThrow('taught holds checkpoints of another run');
  });

  it('goes on where it stopped with what the model says as it is, to the same parameters', async () => {
    const redraw: TrainOptions['redraw'] = async (batch, now, step) => {
      const [{ data }] = now.values();
      // Of the weights of the moment and of the step, and of nothing else.
      const drawn = 2 + ((Math.abs(Math.round(1e4 * (data[0] as number))) + step) % 20);
      return batch.map(i => ({ ids: [...(examples[i]?.ids ?? []), drawn], segments: [...examples[i]!.segments, 1] }));
    };
    const whole = await run({ redraw });
    const checkpoints = { folder: join(temporary, 'redrawn'), every: 2 };
    await run({ redraw, checkpoints }, 5);
    expect((await run({ redraw, checkpoints })).trained).toEqual(whole.trained);
    await run({ redraw, checkpoints: { ...checkpoints, folder: join(temporary, 'redrawn too') } }, 3);
    await expect(run({ checkpoints: { folder: join(temporary, 'redrawn too') } })).rejects.toThrow('another run');
  });

  it('that fails names the last one from which a step went well', async () => {
    const checkpoints = { folder: join(temporary, 'fails'), every: 1 };
    let passes = 0;
    // The fourth step finds that the state which the third left is broken.
    const breaking = async (fn: TensorFunction, signature: Signature) => {
      const executable = await compile(fn, signature);
      const run = async (inputs: Values) => {
        const results = await executable.run(inputs);
        if (results.loss && ++passes === 4) results.loss.data[0] = Number.NaN;
        return results;
      };
      return { ...executable, run };
    };
    await expect(run({ checkpoints, run: breaking })).rejects.toThrow(
      /the loss is NaN at step 4 of 12 .*the last good state is in .*step-00000002\.safetensors/,
    );
    const first = { folder: join(temporary, 'first'), every: 1 };
    await expect(run({ checkpoints: first, learningRate: 1e30 })).rejects.toThrow(/try a learning rate below \S+$/);
  });

  it('does not take the best state of another run for its own', async () => {
    const evaluate = { examples: examples.slice(0, 4), every: 1 };
    const checkpoints = { folder: join(temporary, 'only best') };
    await run({ evaluate, checkpoints }, 3);
    expect(readdirSync(checkpoints.folder)).toEqual(['best.safetensors']);
    await expect(run({ checkpoints, learningRate: 0.01 })).rejects.toThrow('holds checkpoints of another run');
  });

  it('looks for the best anew when it is watched on other examples', async () => {
    const checkpoints = { folder: join(temporary, 'watched'), every: 2, keep: 1 };
    const easy = { examples, every: 1 };
    await run({ evaluate: easy, checkpoints }, 4);
    const best = join(checkpoints.folder, 'best.safetensors');
    const before = readFileSync(best);
    const hard = { examples: examples.map(({ ids, segments }) => ({ ids: [...ids].reverse(), segments })), every: 1 };
    await run({ evaluate: hard, checkpoints }, 1);
    expect(readFileSync(best).equals(before)).toBe(false);
  });

  it('does not remove a file that is whole and not its own', async () => {
    const checkpoints = { folder: join(temporary, 'foreign'), every: 2 };
    const path = join(checkpoints.folder, 'step-00000007.safetensors');
    writeSafetensors(path, parameters, 'F32');
    await expect(run({ checkpoints })).rejects.toThrow(/step-00000007\.safetensors is no checkpoint of a training run/);
    expect(readdirSync(checkpoints.folder)).toEqual(['step-00000007.safetensors']);
  });
});

describe('a run that is killed', () => {
  const script = `
    const { train } = require(${JSON.stringify(projectPath('dist', 'train'))});
    const { initialiseParameters, writeSafetensors } = require(${JSON.stringify(projectPath('dist', 'model'))});
    const { config, examples, settings, checkpoints, result } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
    (async () => {
      const loop = train(config, initialiseParameters(config, 1), examples, { ...settings, checkpoints });
      for (;;) {
        const { value, done } = await loop.next();
        if (done) return writeSafetensors(result, value, 'F32');
        process.stdout.write(value.step + ' ');
      }
    })();
  `;
  /** Runs the training in a process of its own; kills it after some steps and a moment. Gives the steps it had done. */
  async function inProcess(
    checkpoints: CheckpointOptions | undefined,
    result: string,
    kill?: { steps: number; moment: number },
  ) {
    const child = spawn(process.execPath, ['--eval', script], { stdio: ['pipe', 'pipe', 'pipe'] });
    const given = { config: tinyConfig, examples, settings: { ...settings, epochs: 40 }, checkpoints, result };
    child.stdin.end(JSON.stringify(given));
    let [text, errors] = ['', ''];
    child.stderr.on('data', data => {
      errors += data;
    });
    child.stdout.on('data', data => {
      text += data;
      const done = text.split(' ').length - 1;
      if (kill && done >= kill.steps) setTimeout(() => child.kill('SIGKILL'), kill.moment);
    });
    const code = await new Promise(resolve => child.on('close', resolve));
    return { finished: code === 0, steps: text.trim().split(' ').map(Number), errors };
  }

  it('at random moments ends with the same bits as one that never stopped', async () => {
    const random = createRandom('kill');
    const [folder, whole, killed] = ['kills', 'whole.safetensors', 'killed.safetensors'].map(name =>
      join(temporary, name),
    ) as [string, string, string];
    await inProcess(undefined, whole);
    let kills = 0;
    let expected = 0;
    for (let finished = false; !finished; ) {
      const every = 1 + random.int(3);
      const kill = kills < 4 ? { steps: random.int(20), moment: random() * 6 } : undefined;
      const attempt = await inProcess({ folder, every }, killed, kill);
      finished = attempt.finished;
      if (finished) break;
      kills++;
      const done = attempt.steps.filter(step => step > 0);
      if (done.length === 0) continue;
      // What was saved is not done again, but for the state that was being written.
      expect(done[0]).toBeGreaterThanOrEqual(expected);
      expected = done.at(-1)! - (done.at(-1)! % every);
    }
    expect(kills).toBe(4);
    expect(readFileSync(killed).equals(readFileSync(whole))).toBe(true);
  });

  it('leaves its folder to the next, which keeps others out while it runs', async () => {
    const folder = join(temporary, 'claimed');
    const result = join(temporary, 'claimed.safetensors');
    // Its first steps are done; then it is killed, and its lock stays behind.
    await inProcess({ folder, every: 1 }, result, { steps: 3, moment: 0 });
    expect(readdirSync(folder)).toContain('.radis-lock');
    const loop = train(tinyConfig, parameters, examples, {
      ...settings,
      epochs: 40,
      checkpoints: { folder, every: 1 },
    });
    expect(((await loop.next()).value as TrainLog).step).toBeGreaterThan(1);
    const other = await inProcess({ folder, every: 1 }, result);
    expect(other.finished).toBe(false);
    expect(other.errors).toContain(`the folder claimed is in use by process ${process.pid}: wait for it, or stop it`);
    await loop.return(new Map());
    expect(readdirSync(folder)).not.toContain('.radis-lock');
  });
});
