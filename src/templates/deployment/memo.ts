import { unknown, type Value } from "../evaluation/values";

/** Values by name, each evaluated when it is first needed; one that needs itself is unknown. */
export class Memo {
  readonly #values = new Map<string, Value | "evaluating">();

  get(key: string, evaluate: () => Value): Value {
    const known = this.#values.get(key);
    if (known !== undefined) {
      return known === "evaluating" ? unknown("cycle", key) : known;
    }
    this.#values.set(key, "evaluating");
    const value = evaluate();
    this.#values.set(key, value);
    return value;
  }
}
