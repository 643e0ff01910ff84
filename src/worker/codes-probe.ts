import { CODES, type CodesTarget, type ProbeBuilder, type ProbeTargets } from '../core/compile';
import type { DType, Program } from '../core/tensor';
import type { CodedItems, DecodedItems } from '../protocol/worker';
import { type Breathe, holdBreath } from './breathe';
import type { ExecutableCache } from './executables';
import { batchOf, type ProbeHost, product, requireAnswer, shownShape } from './probe-host';
import { disposeAll, floats, inputsOf, joined } from './tensors';
import { UserError } from './user-error';

/** Programs have fixed shapes: batches are padded to one of these, as long as they stay in the processor's caches. */
const BATCHES = [1, 16, 64, 256, 1_024];

/** Rows that go into a program, and what comes out of it. */
interface Going {
  program: string;
  build(batch: number): Program;
  fed: { name: string; rows: Float32Array | Int32Array; shape: readonly number[]; dtype: DType };
  out: string;
  count: number;
  /** Numbers of an item where it is largest. */
  size: number;
}

/** The codes that items are told by, and what codes decode to. */
export class CodesProbe {
  constructor(
    private readonly host: ProbeHost,
    private readonly builder: ProbeBuilder,
    private readonly targets: Pick<ProbeTargets, 'codes'>,
    private readonly executables: ExecutableCache,
  ) {}

  /** Tokens of `count` items of a split, fewer where it has no more, from `offset` on in a fixed order. */
  async encode(
    split: 'train' | 'test',
    offset: number,
    count: number,
    breathe: Breathe = holdBreath,
  ): Promise<CodedItems> {
    const { vocabulary, grid, itemShape } = this.target();
    const { values, labels, count: found } = this.host.source.items(split, offset, count);
    const size = product(itemShape);
    if (values.length !== found * size)
      throw new UserError('These items are not what the encoder takes; choose the data that it is wired to.');
    const step = this.host.step();
    const tokens = await this.run(
      {
        program: 'tokens',
        build: (batch) => this.builder.tokens(batch),
        fed: { name: CODES.x, rows: values, shape: itemShape, dtype: 'float32' },
        out: CODES.tokens,
        count: found,
        size,
      },
      breathe,
    );
    const [rows, columns] = grid;
    return { tokens: Int32Array.from(tokens), vocabulary, rows, columns, labels, offset, count: found, step };
  }

  /**
   * What tokens decode to, as it is shown.
   * @param tokens count × places, row by row.
   * @throws UserError where there are not as many as places, or where one of them is no code.
   */
  async decode(tokens: Int32Array, count: number): Promise<DecodedItems> {
    const { vocabulary, grid, decodedShape } = this.target();
    const places = product(grid);
    const size = product(decodedShape);
    if (tokens.length !== count * places)
      throw new UserError(`An item has ${places} tokens; ${tokens.length} came for ${count}.`);
    if (tokens.some((token) => token < 0 || token >= vocabulary))
      throw new UserError(`Tokens go from 0 to ${vocabulary - 1}; one of them is another number.`);
    requireAnswer(count * size, `${count} items`);
    const step = this.host.step();
    const values = await this.run({
      program: 'from-tokens',
      build: (batch) => this.builder.fromTokens(batch),
      fed: { name: CODES.tokens, rows: tokens, shape: [places], dtype: 'int32' },
      out: CODES.x,
      count,
      size,
    });
    return { values, itemShape: shownShape(this.host.source, decodedShape), count, step };
  }

  private target(): CodesTarget {
    if (this.targets.codes) return this.targets.codes;
    throw new UserError('This study has no codes; put a Vector quantizer between an encoder and a decoder.');
  }

  private async run(
    { program, build, fed: { name, rows, shape, dtype }, out, count, size }: Going,
    breathe: Breathe = holdBreath,
  ): Promise<Float32Array> {
    const { engine } = this.host;
    const width = product(shape);
    const most = batchOf(size);
    const pieces: Float32Array[] = [];
    for (let first = 0; first < count; ) {
      if (first > 0) await breathe();
      const n = Math.min(most, count - first);
      const batch = BATCHES.find((each) => each >= n) ?? n;
      const padded = dtype === 'int32' ? new Int32Array(batch * width) : new Float32Array(batch * width);
      padded.set(rows.subarray(first * width, (first + n) * width));
      const executable = await this.executables.get(`${program} ${batch}`, () => build(batch));
      const fed = { [name]: engine.upload(padded, [batch, ...shape], dtype) };
      const given = await executable.run({ ...inputsOf(executable.program, this.host.state()), ...fed });
      const values = await floats(given[out]);
      pieces.push(values.slice(0, (values.length / batch) * n));
      disposeAll({ ...fed, ...given });
      first += n;
    }
    return joined(pieces);
  }
}
