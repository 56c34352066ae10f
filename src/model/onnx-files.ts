import { join } from 'node:path';
import type { ExternalPlace } from '../compile';
import { writeAtomic } from '../files';
import type { ModelConfig } from './config';
import { encodedPieces, type NumberKind, numberKinds } from './numbers';
import { exportedGraph } from './onnx';
import type { Parameters } from './parameters';
import type { StoredTensor } from './safetensors';
import { inFiles, weightBytes } from './weights';

const GRAPH = 'model.onnx';

/** Weights up to this size stand in the graph's own file, which can hold 2 GiB, and with which a browser is done in one request. */
const INSIDE = 1.5e9;

/** Values outside start at multiples of a page, so that runtimes can map them into memory. */
const PAGE = 4096;

type KindOf = (name: string) => NumberKind;

/**
 * Which weights stand in which file beside the graph: none where they are small enough to stand in it.
 *
 * @param fileBytes the most bytes in a file
 */
export function onnxFiles(parameters: Parameters, kindOf: KindOf, fileBytes: number): string[][] {
  const inside = weightBytes(parameters, kindOf) <= Math.min(INSIDE, fileBytes);
  return inside ? [] : inFiles(parameters, kindOf, fileBytes);
}

/** The name that transformers.js expects. */
const dataFile = (index: number) => `${GRAPH}_data${index === 0 ? '' : `_${index}`}`;

/**
 * Writes the graph that transformers.js generates from, with its weights inside it, or in files beside it: see {@link onnxFiles}.
 *
 * @throws Error naming the file when one cannot be written
 */
export function writeOnnx(
  folder: string,
  config: ModelConfig,
  parameters: Parameters,
  { kindOf, outside }: { kindOf: KindOf; outside: readonly (readonly string[])[] },
): void {
  const places = placesOf(parameters, kindOf, outside);
  writeAtomic(
    join(folder, GRAPH),
    exportedGraph(config, parameters, { dtype: kindOf, place: name => places.get(name) }),
  );
  outside.forEach((names, index) => {
    function* parts() {
      let end = 0;
      for (const name of names) {
        const { offset, length } = places.get(name) as ExternalPlace;
        if (offset > end) yield new Uint8Array(offset - end);
        yield* encodedPieces((parameters.get(name) as StoredTensor).data, kindOf(name));
        end = offset + length;
      }
    }
    const last = places.get(names.at(-1) as string) as ExternalPlace;
    writeAtomic(join(folder, dataFile(index)), parts(), last.offset + last.length);
  });
}

function placesOf(
  parameters: Parameters,
  kindOf: KindOf,
  files: readonly (readonly string[])[],
): Map<string, ExternalPlace> {
  const places = new Map<string, ExternalPlace>();
  files.forEach((names, index) => {
    let end = 0;
    for (const name of names) {
      const { data } = parameters.get(name) as StoredTensor;
      const offset = Math.ceil(end / PAGE) * PAGE;
      const length = data.length * numberKinds[kindOf(name)].bytes;
      places.set(name, { location: dataFile(index), offset, length });
      end = offset + length;
    }
  });
  return places;
}
