import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Choices } from './choices';
import type { TrainerEvent, TrainerTask } from './trainer';

/** What the page is told of the training: what the trainer tells, with the choices, and that somebody stopped it. */
export type JobEvent = { choices: Choices } & (TrainerEvent | { type: 'started' } | { type: 'stopped' });

/** One training at a time, in a process of its own. */
export class Job {
  private child: ChildProcess | undefined;
  private readonly source: string;
  private readonly onEvent: (event: JobEvent) => void;

  constructor(source: string, onEvent: (event: JobEvent) => void) {
    this.source = source;
    this.onEvent = onEvent;
  }

  get isRunning(): boolean {
    return this.child !== undefined;
  }

  /** @throws Error when one is running */
  start(choices: Choices): void {
    if (this.child !== undefined) throw new Error('a model is being trained: stop it first, or wait');
    const child = fork(join(__dirname, 'trainer.js'), [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.child = child;
    let last: TrainerEvent['type'] | undefined;
    child.on('message', (event: TrainerEvent) => {
      last = event.type;
      // The next one may start as soon as this is over.
      if (event.type === 'done' || event.type === 'failed') this.child = undefined;
      this.onEvent({ ...event, choices });
    });
    child.on('exit', () => {
      if (this.child === child) this.child = undefined;
      if (last !== 'done' && last !== 'failed') this.onEvent({ type: 'stopped', choices });
    });
    this.onEvent({ type: 'started', choices });
    child.send({ source: this.source, choices } satisfies TrainerTask);
  }

  /** Stops the training; started again, it goes on from its last look. */
  stop(): void {
    this.child?.kill('SIGTERM');
  }
}
