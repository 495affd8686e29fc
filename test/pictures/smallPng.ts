import { crc32, deflateSync, inflateSync } from "node:zlib";

type Rgb = readonly [red: number, green: number, blue: number];

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const mostColors = 256;

/**
 * A picture of a window, less than half as large: with 256 colours, each other one drawn as the
 * nearest of them. Nobody sees the difference in what has no photographs.
 *
 * @param png as browsers write it: 8 bits for each of red, green and blue, not interlaced.
 * @throws Error when it is another kind of PNG.
 */
export function smallPng(png: Buffer): Buffer {
  const { width, height, pixels } = read(png);
  const counts = new Map<number, number>();
  for (let at = 0; at < pixels.length; at += 3) {
    const color = pixels.readUIntBE(at, 3);
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  const palette = chosen(
    [...counts].sort(([, one], [, other]) => other - one).map(([color]) => color),
  );
  const places = new Map(palette.map((color, index) => [color, index]));
  const placeOf = (color: number): number => {
    const place = places.get(color) ?? nearest(palette, color);
    places.set(color, place);
    return place;
  };
  // Each line begins with how it is filtered: not at all, which is best where few colours are.
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const color = pixels.readUIntBE((y * width + x) * 3, 3);
      lines[y * (width + 1) + 1 + x] = placeOf(color);
    }
  }
  return write(width, height, palette, lines);
}

/**
 * Colours for all of a picture: at first only what is far from those that are chosen, as a small icon
 * has few dots and yet a colour of its own; then whatever there is most of.
 */
function chosen(mostFirst: readonly number[]): readonly number[] {
  const palette = new Set<number>();
  for (const apart of [32, 16, 8, 0]) {
    for (const color of mostFirst) {
      if (palette.size === mostColors) {
        break;
      }
      if ([...palette].every((other) => distance(color, other) >= apart ** 2)) {
        palette.add(color);
      }
    }
  }
  return [...palette];
}

function nearest(palette: readonly number[], color: number): number {
  let [best, least] = [0, Infinity];
  palette.forEach((candidate, index) => {
    const apart = distance(candidate, color);
    if (apart < least) {
      [best, least] = [index, apart];
    }
  });
  return best;
}

function distance(one: number, other: number): number {
  const [red, green, blue] = parts(one);
  const [r, g, b] = parts(other);
  return (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
}

function parts(color: number): Rgb {
  return [color >> 16, (color >> 8) & 255, color & 255];
}

// The format and its filters: www.w3.org/TR/png-3
function read(png: Buffer): { width: number; height: number; pixels: Buffer } {
  const data: Buffer[] = [];
  let header = Buffer.alloc(0);
  for (let at = signature.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString("latin1", at + 4, at + 8);
    const content = png.subarray(at + 8, at + 8 + length);
    if (type === "IHDR") {
      header = Buffer.from(content);
    } else if (type === "IDAT") {
      data.push(content);
    }
    at += length + 12;
  }
  const [depth, kind, , , interlaced] = header.subarray(8);
  if (depth !== 8 || kind !== 2 || interlaced !== 0) {
    throw new Error(
      "This picture is not as browsers write them: 8 bits a colour, no transparency.",
    );
  }
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  return { width, height, pixels: unfiltered(inflateSync(Buffer.concat(data)), width * 3, height) };
}

function unfiltered(lines: Buffer, lineLength: number, height: number): Buffer {
  const pixels = Buffer.alloc(lineLength * height);
  for (let y = 0; y < height; y += 1) {
    const filter = lines[y * (lineLength + 1)] ?? 0;
    for (let x = 0; x < lineLength; x += 1) {
      const at = y * lineLength + x;
      const left = x < 3 ? 0 : (pixels[at - 3] ?? 0);
      const up = y === 0 ? 0 : (pixels[at - lineLength] ?? 0);
      const upLeft = x < 3 || y === 0 ? 0 : (pixels[at - lineLength - 3] ?? 0);
      const said = lines[y * (lineLength + 1) + 1 + x] ?? 0;
      pixels[at] = said + predicted(filter, left, up, upLeft);
    }
  }
  return pixels;
}

function predicted(filter: number, left: number, up: number, upLeft: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const guess = left + up - upLeft;
      const [toLeft, toUp, toUpLeft] = [left, up, upLeft].map((one) => Math.abs(guess - one));
      if (toLeft === undefined || toUp === undefined || toUpLeft === undefined) {
        return 0;
      }
      return toLeft <= toUp && toLeft <= toUpLeft ? left : toUp <= toUpLeft ? up : upLeft;
    }
    default:
      return 0;
  }
}

function write(width: number, height: number, palette: readonly number[], lines: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(palette.flatMap(parts))),
    chunk("IDAT", deflateSync(lines, { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const whole = Buffer.alloc(named.length + 8);
  whole.writeUInt32BE(content.length, 0);
  named.copy(whole, 4);
  whole.writeUInt32BE(crc32(named), named.length + 4);
  return whole;
}
