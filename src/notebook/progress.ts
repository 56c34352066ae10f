import { createDisplay, inNotebook } from './display';
import { escapeHtml } from './html';

/** The form of a progress output that the notebook runner shows in its terminal. */
export const PROGRESS_MIME = 'application/vnd.radis.progress+json';

/** A live bar in the output of a cell. */
export interface Progress {
  /** `done` of the total, with a word on what is happening. */
  update(done: number, note?: string): void;
  /** The last state, which stays in the saved notebook. */
  end(note: string): void;
  /** Aborted when the cell is interrupted: give it to the work that the bar shows, so that it stops too. */
  signal: AbortSignal;
}

/** Milliseconds between two drawings. */
const INTERVAL = 250;

/** Shows how far a long piece of work is: a bar in the notebook, a line in the terminal. */
export function createProgress(title: string, total: number): Progress {
  const display = createDisplay();
  const interruption = new AbortController();
  let shown = 0;
  const interrupt = () => {
    interruption.abort();
    draw(shown, `interrupted at ${percent(shown)}`);
  };
  const percent = (done: number) => `${total > 0 ? Math.floor((100 * done) / total) : 100} %`;
  // Jupyter interrupts a cell by SIGINT, which tslab hears as well; elsewhere Ctrl-C keeps its meaning. Not at once: while the first,
  // synchronous part of a cell runs, Node has the signal to itself, and a listener of that time would be lost, and the kernel with it.
  const listening = inNotebook() ? setImmediate(() => process.once('SIGINT', interrupt)) : undefined;
  const pace = new Pace(performance.now());
  let drawn = Number.NEGATIVE_INFINITY;
  const draw = (done: number, text: string) => {
    const share = total > 0 ? Math.min(1, done / total) : 1;
    const bar =
      `<div style="font-family:sans-serif;font-size:13px">${escapeHtml(`${title}: ${text}`)}` +
      `<div style="background:#ddd;width:320px;height:6px;border-radius:3px"><div style="background:#0072B2;height:6px;border-radius:3px;width:${Math.round(share * 320)}px"></div></div></div>`;
    display.show({
      'text/html': bar,
      'text/plain': `${title}: ${text}`,
      [PROGRESS_MIME]: { share, text: `${title}: ${text}` },
    });
  };
  return {
    signal: interruption.signal,
    update(done, note = '') {
      const now = performance.now();
      if (now - drawn < INTERVAL || interruption.signal.aborted) return;
      shown = done;
      drawn = now;
      const left = (total - done) / pace.at(now, done);
      const time = Number.isFinite(left) ? `, ${seconds(left / 1000)} left` : '';
      // The note comes last: a narrow terminal cuts the line.
      draw(done, `${percent(done)}${time}${note ? `, ${note}` : ''}`);
    },
    end(note) {
      clearImmediate(listening);
      process.off('SIGINT', interrupt);
      draw(total, note);
    },
  };
}

/**
 * How fast work goes, from how it went between the drawings: their median, so that the leaps over what was done before (a stopped run
 * that goes on) do not count.
 */
class Pace {
  private last: { now: number; done: number };
  private readonly rates: number[] = [];

  constructor(now: number) {
    this.last = { now, done: 0 };
  }

  /** Work per millisecond; NaN before there is anything to go by. */
  at(now: number, done: number): number {
    if (done > this.last.done) {
      this.rates.push((done - this.last.done) / (now - this.last.now));
      this.last = { now, done };
    }
    const sorted = [...this.rates].sort((a, b) => a - b);
    return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  }
}

/** A duration for people: `42 s`, `3 min 05 s`. */
export function seconds(value: number): string {
  const whole = Math.round(value);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}
