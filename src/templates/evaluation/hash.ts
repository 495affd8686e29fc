import { createHash } from "node:crypto";

const first = 597_399_067;
const second = 2_869_860_233;
const alphabet = "abcdefghijklmnopqrstuvwxyz234567";

/**
 * What Azure Resource Manager's uniqueString makes of its arguments: 13 characters of a-z and 2-7.
 * Microsoft documents the function, not the hash; the known results are in the tests.
 */
export function uniqueString(given: readonly string[]): string {
  const [low, high] = hash(Buffer.from(given.join("-"), "utf8"));
  const bits = (BigInt(high) << 32n) | BigInt(low);
  let text = "";
  for (let index = 0; index < 13; index += 1) {
    // Five bits from the top each; for the last one there are four, moved up.
    const shift = BigInt(59 - index * 5);
    const five = shift >= 0n ? bits >> shift : bits << -shift;
    text += alphabet.charAt(Number(five & 31n));
  }
  return text;
}

/**
 * What ARM's guid makes of its arguments: a UUID of version 5, in a namespace of ARM's own.
 * learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions-string#guid
 */
export function guid(given: readonly string[]): string {
  const namespace = Buffer.from("11fb06fb712d4ddd98c7e71bbd588830", "hex");
  const digest = createHash("sha1").update(namespace).update(given.join("-"), "utf8").digest();
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = digest.toString("hex", 0, 16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join("-");
}

/** Two lanes of 32 bits, with additions and products that wrap around. */
function hash(bytes: Buffer): readonly [low: number, high: number] {
  let low = 0;
  let high = 0;
  let at = 0;
  for (; at + 8 <= bytes.length; at += 8) {
    const one = product(rotated(product(bytes.readUInt32LE(at), first), 15), second);
    low = sum(rotated(low ^ one, 19), high);
    low = sum(product(low, 5), 1_444_728_091);
    const other = product(rotated(product(bytes.readUInt32LE(at + 4), second), 17), first);
    high = sum(rotated(high ^ other, 13), low);
    high = sum(product(high, 5), 197_830_471);
  }
  const rest = bytes.length - at;
  if (rest > 0) {
    const one = bytes.readUIntLE(at, Math.min(4, rest));
    low ^= product(rotated(product(one, first), 15), second);
  }
  if (rest > 4) {
    const other = bytes.readUIntLE(at + 4, rest - 4);
    high ^= product(rotated(product(other, second), 17), first);
  }
  low = sum(low ^ bytes.length, high ^ bytes.length);
  high = sum(high ^ bytes.length, low);
  low = finished(low);
  high = finished(high);
  low = sum(low, high);
  return [low, sum(high, low)];
}

function finished(lane: number): number {
  let mixed = product(lane ^ (lane >>> 16), 2_246_822_507);
  mixed = product(mixed ^ (mixed >>> 13), 3_266_489_909);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function product(one: number, other: number): number {
  return Math.imul(one, other) >>> 0;
}

function sum(one: number, other: number): number {
  return ((one >>> 0) + (other >>> 0)) >>> 0;
}

function rotated(lane: number, bits: number): number {
  return ((lane << bits) | (lane >>> (32 - bits))) >>> 0;
}
