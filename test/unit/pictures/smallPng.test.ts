import { crc32, deflateSync, inflateSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { smallPng } from "../../pictures/smallPng";

type Rgb = readonly [number, number, number];

const signature = Buffer.from("89504e470d0a1a0a", "hex");

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** A picture as browsers write it, with a filter for each line: www.w3.org/TR/png-3/#9Filters */
function browserPng(lines: readonly (readonly Rgb[])[], filters: readonly number[]): Buffer {
  const rows = lines.map((line) => line.flat());
  const filtered = rows.map((row, y) => [
    filters[y] ?? 0,
    ...row.map((value, x) => {
      const a = row[x - 3] ?? 0;
      const b = rows[y - 1]?.[x] ?? 0;
      const c = rows[y - 1]?.[x - 3] ?? 0;
      const p = a + b - c;
      const paeth = [a, b, c].reduce((best, one) =>
        Math.abs(p - one) < Math.abs(p - best) ? one : best,
      );
      return value - ([0, a, b, Math.floor((a + b) / 2), paeth][filters[y] ?? 0] ?? 0);
    }),
  ]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(lines[0]?.length ?? 0, 0);
  header.writeUInt32BE(lines.length, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.from(filtered.flat()))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** The colours of a picture with a palette and without filters. */
function colorsOf(png: Buffer): readonly (readonly Rgb[])[] {
  const chunks = new Map<string, Buffer>();
  for (let at = signature.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    const named = png.subarray(at + 4, at + 8 + length);
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(named));
    chunks.set(named.toString("latin1", 0, 4), named.subarray(4));
    at += length + 12;
  }
  const palette = chunks.get("PLTE") ?? Buffer.alloc(0);
  const width = chunks.get("IHDR")?.readUInt32BE(0) ?? 0;
  const lines = inflateSync(chunks.get("IDAT") ?? Buffer.alloc(0));
  return Array.from({ length: lines.length / (width + 1) }, (_, y) =>
    [...lines.subarray(y * (width + 1) + 1, (y + 1) * (width + 1))].map((place): Rgb => {
      const [red = -1, green = -1, blue = -1] = palette.subarray(place * 3, place * 3 + 3);
      return [red, green, blue];
    }),
  );
}

describe("a smaller picture", () => {
  const color = fc.tuple(
    fc.integer({ min: 0, max: 255 }),
    fc.integer({ min: 0, max: 255 }),
    fc.integer({ min: 0, max: 255 }),
  );

  it("of few colours is the same, however its lines were filtered", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }).chain((width) =>
          fc.array(
            fc.record({
              line: fc.array(color, { minLength: width, maxLength: width }),
              filter: fc.integer({ min: 0, max: 4 }),
            }),
            { minLength: 1, maxLength: 12 },
          ),
        ),
        (rows) => {
          const lines = rows.map(({ line }) => line);
          const png = browserPng(
            lines,
            rows.map(({ filter }) => filter),
          );
          expect(colorsOf(smallPng(png))).toEqual(lines);
        },
      ),
    );
  });

  it("of many colours keeps one that only a few dots have", () => {
    const greys = Array.from({ length: 40 }, (_, y) =>
      Array.from({ length: 40 }, (__, x): Rgb => [y * 6, x * 6, 100]),
    );
    const red: Rgb = [240, 10, 10];
    const lines = greys.map((line, y) => (y === 20 ? [red, ...line.slice(1)] : line));
    const colors = colorsOf(smallPng(browserPng(lines, [])));
    expect(colors[20]?.[0]).toEqual(red);
    expect(new Set(colors.flat().map(String)).size).toBe(256);
  });

  it("is not made of another kind of PNG", () => {
    const other = browserPng([[[0, 0, 0]]], []);
    other.writeUInt8(6, signature.length + 8 + 9);
    expect(() => smallPng(other)).toThrow("not as browsers write them");
  });
});
