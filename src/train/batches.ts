import { smallest } from '../extremes';
import { Segment } from './loss';
import { cut } from './plan';

/** One training example: a token sequence, and what each token is to the loss (see `Segment`). */
export interface TrainingExample {
  ids: ArrayLike<number>;
  segments: ArrayLike<number>;
  /**
   * What the model at the start reads instead, where training is to stay close to it: something else before the same answer. Ends with
   * the same tokens as `ids`, at least from the first that is learned.
   */
  teacherIds?: ArrayLike<number>;
}

/** What of an example takes room. */
type Text = Pick<TrainingExample, 'ids'>;

/**
 * Examples packed into a rectangle, row-major [rows, time]: several short ones share a row. Position t reads token t and is asked for
 * token t + 1 of the same example; attention stays within the example.
 */
export interface Batch {
  rows: number;
  time: number;
  ids: Int32Array;
  targets: Int32Array;
  /** What each target is to the loss; padding counts as prompt, which has no weight. */
  segments: Uint8Array;
  /** Which example each position belongs to, from 1; 0 is padding. */
  documents: Int32Array;
  /** Positions that are not padding. */
  tokens: number;
  /** Of examples that the model at the start reads otherwise: its texts. */
  teacher?: TeacherTexts;
}

/** Texts packed in rows like those of a batch. */
export interface TeacherTexts {
  rows: number;
  time: number;
  ids: Int32Array;
  documents: Int32Array;
  /** For each position of the batch the position here that is asked for the same token; 0 where none is asked. */
  at: Int32Array;
}

/** Row lengths are multiples of this. */
const LENGTH_STEP = 32;

/** More rows than this are rounded up to a multiple of it: few shapes need compiling. */
const ROW_STEP = 4;

/** How many lengths beyond the shortest possible are tried, and on how many examples. */
const [LENGTHS, SAMPLE] = [5, 256];

/** The row length for a set of examples: the one that leaves the least padding in batches of a size. */
export function rowLength(examples: readonly Text[], batchSize: number): number {
  const longest = examples.reduce((most, { ids }) => Math.max(most, ids.length - 1), 0);
  const shortest = Math.ceil(longest / LENGTH_STEP) * LENGTH_STEP;
  const stride = Math.ceil(examples.length / SAMPLE);
  const sample = examples.filter((_, i) => i % stride === 0);
  const lengths = Array.from({ length: LENGTHS }, (_, i) => shortest + i * LENGTH_STEP);
  const batches = cut(sample, batchSize);
  const positions = lengths.map(time => batches.reduce((sum, batch) => sum + time * placesOf(batch, time).rows, 0));
  return lengths[positions.indexOf(smallest(positions))] as number;
}

/** Batches of a fixed number of examples, all in rows of one length: few graphs compute them. */
export function packAlike(examples: readonly TrainingExample[], batchSize: number): Batch[] {
  const time = rowLength(examples, 1);
  return cut(examples, batchSize).map(part => packBatch(part, time));
}

/** Where each example goes: the longest first, each into the first row with room. */
function placesOf<T extends Text>(examples: readonly T[], time: number) {
  const room: number[] = [];
  const places = [...examples]
    .sort((a, b) => b.ids.length - a.ids.length)
    .map(example => {
      const length = example.ids.length - 1;
      let row = room.findIndex(left => left >= length);
      if (row < 0) row = room.push(time) - 1;
      const start = time - (room[row] as number);
      room[row] = (room[row] as number) - length;
      return { example, at: row * time + start, length };
    });
  // A few rows are as they are: parts are made small to take little memory.
  const rows = room.length < ROW_STEP ? room.length : Math.ceil(room.length / ROW_STEP) * ROW_STEP;
  return { places, rows };
}

/**
 * Packs examples into rows of `time` positions.
 *
 * @throws Error when some have texts of their own for the model at the start, and others do not
 */
export function packBatch(examples: readonly TrainingExample[], time: number): Batch {
  const { places, rows } = placesOf(examples, time);
  const batch: Batch = {
    rows,
    time,
    ids: new Int32Array(rows * time),
    targets: new Int32Array(rows * time),
    segments: new Uint8Array(rows * time),
    documents: new Int32Array(rows * time),
    tokens: places.reduce((sum, { length }) => sum + length, 0),
  };
  places.forEach(({ example, at, length }, document) => {
    for (let t = 0; t < length; t++) {
      batch.ids[at + t] = example.ids[t] as number;
      batch.targets[at + t] = example.ids[t + 1] as number;
      batch.segments[at + t] = example.segments[t + 1] as number;
      batch.documents[at + t] = document + 1;
    }
  });
  const taught = places.filter(({ example }) => example.teacherIds);
  if (taught.length === 0) return batch;
  if (taught.length < places.length)
    throw new Error('some examples of a batch have teacherIds, and others do not: give them to all or to none');
  return { ...batch, teacher: packTeacherTexts(places, batch) };
}

/** Packs what the model at the start reads of the examples of a batch, which lie where `places` says. */
function packTeacherTexts(
  places: ReturnType<typeof placesOf<TrainingExample>>['places'],
  { segments }: Batch,
): TeacherTexts {
  const texts = places.map(({ example, at, length }) => ({
    ids: example.teacherIds as ArrayLike<number>,
    student: { at, length },
  }));
  const time = rowLength(texts, texts.length);
  const packed = placesOf(texts, time);
  const teacher: TeacherTexts = {
    rows: packed.rows,
    time,
    ids: new Int32Array(packed.rows * time),
    documents: new Int32Array(packed.rows * time),
    at: new Int32Array(segments.length),
  };
  packed.places.forEach(({ example: { ids, student }, at, length }, document) => {
    for (let t = 0; t < length; t++) {
      teacher.ids[at + t] = ids[t] as number;
      teacher.documents[at + t] = document + 1;
    }
    // Both end with the same tokens.
    const shift = at + length - (student.at + student.length);
    for (let t = student.at; t < student.at + student.length; t++) {
      if (segments[t] !== Segment.prompt) teacher.at[t] = t + shift;
    }
  });
  return teacher;
}
