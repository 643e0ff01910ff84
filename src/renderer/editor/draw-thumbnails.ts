/** Draws items of grey levels in [0, 1] side by side over the width of the canvas. The last two axes are the picture. */
export function drawTiles(canvas: HTMLCanvasElement, values: Float32Array, itemShape: readonly number[]): void {
  const context = canvas.getContext('2d');
  const size = itemShape.reduce((product, n) => product * n, 1);
  const count = Math.floor(values.length / size);
  if (!context || count === 0) return;
  const [height, width] = pictureSize(itemShape, size);
  const gap = 4;
  const side = Math.floor((canvas.width - gap * (count - 1)) / count);
  const tile = new OffscreenCanvas(width, height);
  const tileContext = tile.getContext('2d');
  if (!tileContext) return;
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingEnabled = false;
  for (let item = 0; item < count; item++) {
    tileContext.putImageData(greyImage(values.subarray(item * size), width, height), 0, 0);
    context.drawImage(tile, item * (side + gap), 0, side, (side * height) / width);
  }
}

/** Height and width: the last two axes, or the square that a row of numbers makes. */
function pictureSize(shape: readonly number[], size: number): [height: number, width: number] {
  if (shape.length >= 2) return [shape[shape.length - 2], shape[shape.length - 1]];
  const side = Math.max(1, Math.round(Math.sqrt(size)));
  return [side, Math.floor(size / side)];
}

function greyImage(values: Float32Array, width: number, height: number): ImageData {
  const image = new ImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    const grey = Math.round(255 * Math.min(1, Math.max(0, values[i])));
    image.data.set([grey, grey, grey, 255], i * 4);
  }
  return image;
}

/** Draws points of the plane in the canvas's CSS colour, the cloud fitted into the picture. */
export function drawPoints(canvas: HTMLCanvasElement, points: Float32Array): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const { width, height } = canvas;
  let extent = 1e-6;
  for (const value of points) if (Math.abs(value) > extent && Number.isFinite(value)) extent = Math.abs(value);
  const scale = (0.47 * Math.min(width, height)) / extent;
  context.clearRect(0, 0, width, height);
  context.fillStyle = getComputedStyle(canvas).color;
  context.globalAlpha = 0.75;
  for (let i = 0; i + 1 < points.length; i += 2) {
    context.fillRect(width / 2 + points[i] * scale - 1.2, height / 2 - points[i + 1] * scale - 1.2, 2.4, 2.4);
  }
  context.globalAlpha = 1;
}

const COLUMNS = 64;

/** Draws numbers as a histogram in the canvas's CSS colour, over the whole picture. */
export function drawNumbers(canvas: HTMLCanvasElement, numbers: Float32Array): void {
  const context = canvas.getContext('2d');
  const finite = numbers.filter(Number.isFinite);
  if (!context || finite.length === 0) return;
  const { width, height } = canvas;
  let extent = 1e-6;
  for (const value of finite) extent = Math.max(extent, 1.04 * Math.abs(value));
  const counts = new Float32Array(COLUMNS);
  for (const value of finite) counts[Math.floor(((value / extent + 1) / 2) * COLUMNS)]++;
  const highest = Math.max(...counts);
  context.clearRect(0, 0, width, height);
  context.fillStyle = getComputedStyle(canvas).color;
  context.globalAlpha = 0.75;
  for (const [column, count] of counts.entries()) {
    const tall = (count / highest) * (height - 2);
    context.fillRect((column * width) / COLUMNS, height - tall, width / COLUMNS - 1, tall);
  }
  context.globalAlpha = 1;
}
