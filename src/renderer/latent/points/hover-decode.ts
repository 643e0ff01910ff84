import type { WorkerClient } from '../../client/worker-client';
import { formatFixed, formatNumber } from '../../format';
import type { PlaneStage } from '../../lenses/plane/stage';
import { type Point, worldToScreen } from '../../lenses/plane/transform';
import { failureSentence } from '../../lenses/probe/follower';
import { LatestAsk } from '../../lenses/probe/latest';
import { type PictureShape, writeItem } from '../../lenses/tiles/item';
import type { Decoding } from '../decoding';
import type { Layout } from '../layout/layout';
import type { EncodedSet } from './collector';
import { nearestInIndex } from './index-search';
import { ownItems } from './own-items';
import type { Surveyed } from './points-thread';

export interface HoverElements {
  /** Where the pointer or the cursor is. */
  ring: HTMLElement;
  /** Around the nearest item. */
  halo: HTMLElement;
  box: HTMLElement;
  /** What the place decodes to: a picture, or numbers. */
  decoded: HTMLElement;
  /** The nearest item itself, and the part of the box that shows it. */
  own: HTMLCanvasElement;
  ownPart: HTMLElement;
  place: HTMLElement;
  near: HTMLElement;
}

export interface HoverModel {
  client: WorkerClient | null;
  stage: PlaneStage;
  layout: Layout | null;
  set: EncodedSet | null;
  places: Float32Array | null;
  survey: Surveyed | null;
  classes: readonly string[];
  shape: PictureShape | null;
  /** Numbers behind the colours, with their name. */
  coloured: { name: string; values: Float32Array } | null;
  decodes: boolean;
  decoding: Decoding;
}

interface Place {
  at: Point;
  /** Asked because the pointer moved, not because the weights did. */
  hand: boolean;
  z: Float32Array<ArrayBuffer>;
}

/** A point whose own picture is asked for. */
interface Own {
  set: EncodedSet;
  row: number;
  decoding: Decoding;
}

/** A draw of two numbers is where it stands, so that what it decodes to is there already. */
const ownTells = (set: EncodedSet | null): boolean => set?.split !== 'prior' || set.width > 2;

/** CSS pixels around the pointer in which an item counts as near, and the room that the box keeps to it. */
const NEAR = 12;
const AWAY = 16;

/**
 * Decodes the place under the pointer and draws it straight to the page: a pointer that moves never waits for the window to be
 * drawn anew. One question is on its way; the newest place is the next one asked.
 */
export class HoverDecode {
  private model: HoverModel | null = null;
  private at: Point | null = null;
  private nearest = -1;
  private decode: LatestAsk<Place, { values: Float32Array }> | null = null;
  private item: LatestAsk<Own, { values: Float32Array }> | null = null;
  private client: WorkerClient | null = null;

  /** Of the box, in CSS pixels: asking the page at each move would have it lay itself out. */
  private boxSize = { width: 0, height: 0 };
  private readonly sizes = new ResizeObserver(([{ borderBoxSize }]) => {
    this.boxSize = { width: borderBoxSize[0].inlineSize, height: borderBoxSize[0].blockSize };
    this.moved();
  });

  constructor(private readonly elements: HoverElements) {
    this.sizes.observe(elements.box);
  }

  update(model: HoverModel): void {
    const other = this.model?.decoding.key !== model.decoding.key;
    const asksAgain = other || this.model?.layout !== model.layout;
    this.model = model;
    if (model.client !== this.client) this.connect(model.client);
    this.find();
    this.moved();
    if (asksAgain) this.ask(false);
    // What a draw is to become hangs on the model, unlike what an item is.
    if (other && model.set?.split === 'prior') this.askOwn();
  }

  /** The pointer or the cursor is somewhere else, or nowhere. */
  move(at: Point | null): void {
    // The pointer tells of each place twice: at once, and with the frame.
    if (at && this.at && at[0] === this.at[0] && at[1] === this.at[1]) return;
    this.at = at;
    this.find();
    this.moved();
    this.ask(true);
  }

  /** Puts the marks where they belong: at each move, and when the plane has moved under them. */
  readonly moved = (): void => {
    const { ring, halo, box } = this.elements;
    const { at, model } = this;
    const shown = at !== null && model !== null;
    if (ring.hidden === shown) for (const element of [ring, box]) element.hidden = !shown;
    if (!at || !model) {
      halo.hidden = true;
      return;
    }
    const { stage, places } = model;
    const size = stage.extent;
    const [left, top] = worldToScreen(stage.view, size, at[0], at[1]);
    place(ring, left, top);
    halo.hidden = this.nearest < 0 || !places;
    if (this.nearest >= 0 && places) {
      place(halo, ...worldToScreen(stage.view, size, places[2 * this.nearest], places[2 * this.nearest + 1]));
    }
    // On the outer side, so that it covers fewer points; inwards where there is no room.
    const { width, height } = this.boxSize;
    const reach = AWAY + width;
    const flipped = left < size.width / 2 ? left > reach : left + reach > size.width;
    const boxTop = Math.max(4, Math.min(top - height / 2, size.height - height - 4));
    place(box, flipped ? left - reach : left + AWAY, boxTop);
  };

  close(): void {
    this.sizes.disconnect();
    this.disconnect();
  }

  private disconnect(): void {
    this.decode?.close();
    this.item?.close();
    this.client = null;
  }

  private connect(client: WorkerClient | null): void {
    this.disconnect();
    this.client = client;
    if (!client) return;
    this.decode = new LatestAsk<Place, { values: Float32Array }>({
      ask: ({ z, hand }) =>
        client.request('probe.decode', { channel: 'latent.hover', ...this.model?.decoding.asked, z, count: 1, hand }),
      onAnswer: ({ values }, asked) => this.draw(values, asked.at),
      onError: (error) => {
        const sentence = failureSentence(error);
        if (sentence) this.elements.place.textContent = sentence;
      },
    });
    this.item = new LatestAsk<Own, { values: Float32Array }>({
      ask: ({ set, row, decoding }) => ownItems(client, 'latent.hover.item', set, [row], decoding),
      onAnswer: ({ values }) => {
        const shape = this.model?.shape;
        if (shape && this.nearest >= 0) picture(this.elements.own, values, shape);
      },
      // The items of a set do not fail one by one; a process that has gone is told of elsewhere.
      onError: () => undefined,
    });
  }

  /** The nearest item, and what is said of it. */
  private find(): void {
    const { at, model } = this;
    if (!model) return;
    const { survey, set, stage } = model;
    const before = this.nearest;
    this.nearest = at && survey && set ? nearestInIndex(survey.index, at[0], at[1], NEAR / stage.view.scale) : -1;
    if (this.nearest === before) return;
    const { near, ownPart } = this.elements;
    ownPart.hidden = this.nearest < 0 || !model.shape || !ownTells(set);
    near.textContent = this.nearest < 0 || !set ? '' : this.words(model, set);
    near.dataset.index = String(this.nearest);
    this.askOwn();
  }

  /** Asks for the picture of the nearest item itself. */
  private askOwn(): void {
    const { model, nearest } = this;
    if (model?.set && nearest >= 0 && model.shape && ownTells(model.set))
      this.item?.ask({ set: model.set, row: nearest, decoding: model.decoding });
  }

  private words({ classes, coloured }: HoverModel, set: EncodedSet): string {
    const drawn = set.split === 'prior';
    const name = classes.length > 1 && !drawn ? classes[set.labels[this.nearest]] : undefined;
    const value = coloured?.values[this.nearest];
    const parts = [
      name === undefined ? `${drawn ? 'draw' : 'item'} ${this.nearest}` : `“${name}”`,
      value === undefined ? '' : formatNumber(value, 3),
    ];
    return parts.filter(Boolean).join(' · ');
  }

  private ask(hand: boolean): void {
    const { at, model } = this;
    if (!at || !model?.decodes) return;
    const z = model.layout?.toLatent(at) ?? null;
    if (z) this.decode?.ask({ at, z, hand });
    else this.elements.place.textContent = 'nothing near';
  }

  private draw(values: Float32Array, at: Point): void {
    const { decoded, place: words } = this.elements;
    const { model } = this;
    if (!model || !this.at) return;
    if (model.shape && decoded instanceof HTMLCanvasElement) picture(decoded, values, model.shape);
    else decoded.textContent = Array.from(values.subarray(0, 4), (part) => formatNumber(part, 3)).join(', ');
    decoded.dataset.z = at.map((part) => part.toFixed(2)).join(',');
    words.textContent = at.map((part) => formatFixed(part, 2)).join(', ');
  }
}

function place(element: HTMLElement, left: number, top: number): void {
  element.style.transform = `translate(${left}px, ${top}px)`;
}

/** Draws an item in its own size; the page enlarges it. */
function picture(canvas: HTMLCanvasElement, values: Float32Array, shape: PictureShape): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const image = context.createImageData(shape.width, shape.height);
  writeItem(values, 0, shape, image.data, shape.width, 0, 0);
  context.putImageData(image, 0, 0);
}
