import type { Text, UnknownText } from "./values";

/** Whether a partly known text can be a given text, ignoring case. */
export function mayBe(pattern: Text, text: string): boolean {
  // Each piece visits each character once, so no pattern takes long.
  let ends = new Set([0]);
  for (const piece of pattern.pieces) {
    const next = new Set<number>();
    for (const start of ends) {
      if (typeof piece === "string") {
        const end = start + piece.length;
        if (text.slice(start, end).toLowerCase() === piece.toLowerCase()) {
          next.add(end);
        }
      } else {
        addEnds(piece, text, start, next);
      }
    }
    ends = next;
  }
  return ends.has(text.length);
}

function addEnds(piece: UnknownText, text: string, start: number, ends: Set<number>): void {
  const fits = characterTest(piece.characters);
  for (let length = 0; length <= piece.max && start + length <= text.length; length += 1) {
    if (length >= piece.min) {
      ends.add(start + length);
    }
    if (!fits(text.charAt(start + length))) {
      return;
    }
  }
}

function characterTest(characters: string | undefined): (character: string) => boolean {
  if (characters === undefined) {
    return () => true;
  }
  const pattern = new RegExp(`^[${characters}]$`, "i");
  return (character) => pattern.test(character);
}

/** Whether an unknown text may contain a character. */
export function mayHave({ characters }: UnknownText, character: string): boolean {
  return characterTest(characters)(character);
}
