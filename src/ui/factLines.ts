import type { Fact } from "./facts";
import { visible } from "./text";

/** Facts as aligned lines. */
export function factLines(facts: readonly Fact[]): readonly string[] {
  const width = Math.max(...facts.map(([name]) => name.length)) + 2;
  return facts.map(([name, value]) => `${`${name}:`.padEnd(width)}${visible(value)}`);
}
