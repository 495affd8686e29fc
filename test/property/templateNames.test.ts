import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Evaluator, type Scope } from "../../src/templates/evaluation/evaluator";
import { call, literal, member, type Expression } from "../../src/templates/evaluation/expression";
import { armFunctions } from "../../src/templates/evaluation/functions/arm";
import { terraformFunctions } from "../../src/templates/evaluation/functions/terraform";
import { mayBe } from "../../src/templates/evaluation/matching";
import {
  anyText,
  known,
  plainText,
  reasonOf,
  textOf,
  unknown,
  type Value,
} from "../../src/templates/evaluation/values";

const inputs = ["a", "b", "c"] as const;
type Inputs = Readonly<Record<(typeof inputs)[number], string>>;

const shortText = fc.string({ unit: fc.constantFrom("a", "B", "-", "1", "z", " "), maxLength: 6 });
const text = fc.oneof(shortText, fc.constantFrom("kv-", "dev", "a-b-c"));

const names = {
  one: [
    "toLower",
    "toUpper",
    "trim",
    "string",
    "uniqueString",
    "first",
    "last",
    "length",
    "empty",
    "not",
    "array",
    "base64",
    "lower",
    "upper",
    "trimspace",
    "md5",
    "items",
  ],
  two: [
    "concat",
    "equals",
    "take",
    "skip",
    "contains",
    "startsWith",
    "endsWith",
    "indexOf",
    "split",
    "union",
    "coalesce",
    "and",
    "or",
    "less",
    "add",
    "createArray",
    "guid",
    "intersection",
    "trimprefix",
    "lookup",
    "merge",
    "createObject",
    "try",
    "format",
  ],
  three: [
    "if",
    "replace",
    "substring",
    "substr",
    "concat",
    "padLeft",
    "createArray",
    "uniqueString",
  ],
} as const;

const { tree } = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    text.map(literal),
    fc.constantFrom(...inputs).map((name): Expression => ({ kind: "name", name })),
    fc.integer({ min: -2, max: 8 }).map(literal),
    fc.constantFrom<Expression>(literal(true), literal(false), literal(null)),
    fc
      .array(fc.oneof(text, tie("tree")), { maxLength: 4 })
      .map((parts): Expression => ({ kind: "text", parts })),
    fc.tuple(fc.constantFrom(...names.one), tie("tree")).map(([name, one]) => call(name, one)),
    fc
      .tuple(fc.constantFrom(...names.two), tie("tree"), tie("tree"))
      .map(([name, one, other]) => call(name, one, other)),
    fc
      .tuple(fc.constantFrom(...names.three), tie("tree"), tie("tree"), tie("tree"))
      .map(([name, one, two, three]) => call(name, one, two, three)),
    fc
      .tuple(text, tie("tree"))
      .map(([pattern, one]) => call("format", literal(`${pattern}{0}x`), one)),
    fc.tuple(tie("tree"), fc.constantFrom("a", "b"), fc.boolean()).map(([one, name, isSafe]) =>
      member(
        {
          kind: "object",
          members: [
            { name: one, value: one },
            { name: literal("a"), value: one },
          ],
        },
        name,
        isSafe,
      ),
    ),
    fc.tuple(tie("tree"), tie("tree")).map(([over, body]): Expression => ({
      kind: "loop",
      item: "item",
      index: "index",
      over: {
        kind: "array",
        items: [
          { value: over, isSpread: false },
          { value: literal("x"), isSpread: false },
        ],
      },
      condition: call("not", call("equals", { kind: "name", name: "item" }, body)),
      key: undefined,
      body: call("concat", { kind: "name", name: "item" }, body),
    })),
    fc.tuple(tie("tree"), tie("tree")).map(([one, other]): Expression =>
      call(
        "map",
        { kind: "array", items: [{ value: one, isSpread: false }] },
        {
          kind: "lambda",
          names: ["item"],
          body: call("concat", { kind: "name", name: "item" }, other),
        },
      ),
    ),
  ),
}));

function scopeOf(values: Inputs, hidden: ReadonlySet<string>, hide: "text" | "unknown"): Scope {
  return {
    name: (name) => {
      const found = inputs.find((one) => one === name);
      if (found === undefined) {
        return undefined;
      }
      const reason = { kind: "noValue", about: name } as const;
      return !hidden.has(name)
        ? known(values[found])
        : hide === "text"
          ? anyText(reason)
          : unknown("noValue", name);
    },
    call: () => undefined,
  };
}

/** Whether what is known of a value holds for the value that is fully known. */
function agrees(partial: Value, full: Value): boolean {
  if (partial.kind === "unknown" || full.kind === "unknown" || partial.kind === "lambda") {
    return true;
  }
  switch (partial.kind) {
    case "text": {
      const whole = plainText(full);
      return full.kind === "text" ? whole === undefined || mayBe(partial, whole) : false;
    }
    case "array":
      return (
        full.kind === "array" &&
        full.items.length === partial.items.length &&
        partial.items.every((item, at) => agrees(item, full.items[at] ?? item))
      );
    case "object":
      return (
        full.kind === "object" &&
        [...partial.members].every(([key, { value }]) => {
          const match = full.members.get(key);
          return match !== undefined && agrees(value, match.value);
        }) &&
        (partial.others !== undefined || partial.members.size === full.members.size)
      );
    case "number":
      return full.kind === "number" && full.number === partial.number;
    case "boolean":
      return full.kind === "boolean" && full.isTrue === partial.isTrue;
    case "null":
    case "reference":
      return full.kind === partial.kind;
  }
}

const languages = { arm: armFunctions, terraform: terraformFunctions };

describe.each(["arm", "terraform"] as const)("expressions of %s", (language) => {
  const evaluate = (expression: Expression, scope: Scope): Value =>
    new Evaluator(languages[language]).evaluate(expression, scope);

  it("never say with hidden inputs what isn't so with all of them", () => {
    fc.assert(
      fc.property(
        tree,
        fc.record({ a: text, b: text, c: text }),
        fc.uniqueArray(fc.constantFrom(...inputs), { minLength: 1 }),
        fc.constantFrom("text" as const, "unknown" as const),
        (expression, values, hidden, hide) => {
          const full = evaluate(expression, scopeOf(values, new Set(), hide));
          const partial = evaluate(expression, scopeOf(values, new Set(hidden), hide));
          expect(agrees(partial, full), JSON.stringify([partial, full])).toBe(true);
        },
      ),
      { numRuns: 20_000 },
    );
  });

  it("don't pass over a conditional whose condition is no boolean, hidden inputs or not", () => {
    const kv: Expression = { kind: "literal", value: "kv-" };
    const conditional = call("if", kv, { kind: "name", name: "a" }, kv);
    const tried = call("try", conditional, { kind: "literal", value: true });
    const values = { a: "kv-", b: "", c: "" };
    const full = evaluate(tried, scopeOf(values, new Set(), "unknown"));
    const partial = evaluate(tried, scopeOf(values, new Set(["a"]), "unknown"));
    expect(agrees(partial, full), JSON.stringify([partial, full])).toBe(true);
  });
});

describe("evaluation", () => {
  it("ends with a reason where a value doubles, refers to itself, or is nested too deeply", () => {
    const doubled = (name: string): Expression =>
      call("concat", { kind: "name", name }, { kind: "name", name });
    const evaluator = new Evaluator(armFunctions);
    const scope: Scope = {
      name: (name) =>
        evaluator.evaluate(
          name === "own"
            ? doubled("own")
            : name === "d40"
              ? literal("x")
              : doubled(`d${Number(name.slice(1)) + 1}`),
          scope,
        ),
      call: () => undefined,
    };
    let deep: Expression = literal("x");
    for (let at = 0; at < 1_000; at += 1) {
      deep = call("toLower", deep);
    }
    const large = call("range", literal(0), literal(1_000_000_000));
    const nested = call("map", call("range", literal(0), literal(5_000)), {
      kind: "lambda",
      names: ["x"],
      body: call("map", call("range", literal(0), literal(5_000)), {
        kind: "lambda",
        names: ["y"],
        body: literal("z"),
      }),
    });
    const began = performance.now();
    for (const expression of [doubled("own"), doubled("d0"), deep, large, call("string", nested)]) {
      expect(reasonOf(evaluator.evaluate(expression, scope))).toBeDefined();
    }
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  it("matches patterns as regular expressions do", () => {
    const piece = fc.oneof(
      shortText,
      fc.record({
        min: fc.nat(2),
        more: fc.nat(3),
        characters: fc.constantFrom("a-z", "0-9", undefined),
      }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 4 }), shortText, (pieces, name) => {
        const reason = { kind: "noValue", about: "" } as const;
        const pattern = textOf(
          pieces.map((one) =>
            typeof one === "string"
              ? one
              : { min: one.min, max: one.min + one.more, characters: one.characters, reason },
          ),
        );
        const expression = pieces
          .map((one) =>
            typeof one === "string"
              ? one
              : `[${one.characters ?? "^"}]{${one.min},${one.min + one.more}}`,
          )
          .join("");
        expect(mayBe(pattern, name)).toBe(new RegExp(`^${expression}$`, "i").test(name));
      }),
      { numRuns: 2_000 },
    );
  });
});
